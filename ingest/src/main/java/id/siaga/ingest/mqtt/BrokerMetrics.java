package id.siaga.ingest.mqtt;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What the sessions at a broker count. Names are a contract: only add. */
record BrokerMetrics(Counter messages, Counter connections, Counter abandoned) {

    static BrokerMetrics in(MeterRegistry meters) {
        return new BrokerMetrics(
                Counter.builder("siaga.broker.messages").description("Messages the broker sent").register(meters),
                Counter.builder("siaga.broker.connections").description("Connections made to the broker")
                        .register(meters),
                Counter.builder("siaga.broker.abandoned")
                        .description("Connections given up by us to get messages once more").register(meters));
    }
}
