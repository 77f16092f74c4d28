package id.siaga.simulator.bench;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import id.siaga.simulator.Report;

/**
 * What the benchmark through a broker found. Rates count from the first publication until the last message was received
 * or stored.
 */
@JsonNaming(SnakeCaseStrategy.class)
record BrokerReport(String broker, int sessions, long seconds, int devices, double plainMessagesPerS,
        double durableMessagesPerS, double ratioToPlain, int latencyRate, double publishToStoredP50Ms,
        double publishToStoredP99Ms, long acked, long stored, long ackedMissing, long duplicated, long outOfOrder,
        String java) implements Report {

    String text() {
        return """

               broker                       %s, %d sessions of Siaga, %s
               plain subscriber             %,.0f messages/s (one session, QoS 1, nothing stored)
               durable through the broker   %,.0f messages/s (%d devices, QoS 1, acked to the broker after commit)
               ratio to plain               %.2f
               publish to stored            p50 %.2f ms   p99 %.2f ms   (open loop, %,d messages/s)
               acked by the broker %,d   stored %,d   acked but missing %d   stored twice %d   out of order %d
               """.formatted(broker, sessions, java, plainMessagesPerS, durableMessagesPerS, devices, ratioToPlain,
                publishToStoredP50Ms, publishToStoredP99Ms, latencyRate, acked, stored, ackedMissing, duplicated,
                outOfOrder);
    }
}
