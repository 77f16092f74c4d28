package id.siaga.ingest.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;

import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Metric;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Value;

/** What a NetJSON document says of each interface; its name is the component. */
final class NetJsonInterfaces {

    private static final List<String> COUNTERS = List.of("rx_bytes", "tx_bytes", "rx_packets", "tx_packets",
            "rx_errors", "tx_errors", "rx_dropped", "tx_dropped");
    private static final Map<String, String> RADIO = Map.of("channel", "wifi.channel", "frequency", "wifi.frequency",
            "tx_power", "wifi.tx_power");
    private static final List<String> CELLULAR = List.of("5g", "lte", "umts", "gsm");
    private static final Map<String, String> CELL = Map.of("rssi", "link.rssi", "rsrp", "link.rsrp", "rsrq",
            "link.rsrq", "snr", "link.sinr");
    /** Megabits and duplex, as the kernel prints them. */
    private static final Pattern SPEED = Pattern.compile("(\\d{1,7})[FH]?");

    private final String name;
    private final List<Reading> readings;

    private NetJsonInterfaces(String name, List<Reading> readings) {
        this.name = name;
        this.readings = readings;
    }

    static List<Reading> readings(JsonNode interfaces) {
        List<Reading> readings = new ArrayList<>();
        for (JsonNode each : interfaces) {
            String name = each.path("name").asText();
            if (!name.isEmpty() && !name.equals("lo") && !each.path("type").asText().equals("loopback")) {
                new NetJsonInterfaces(name, readings).read(each);
            }
        }
        return readings;
    }

    private void read(JsonNode each) {
        if (each.path("up").isBoolean()) {
            readings.add(Reading.of(Metric.named("net.if.up"), name, Value.of(each.path("up").booleanValue()), 0));
        }
        Matcher speed = SPEED.matcher(each.path("speed").asText());
        if (speed.matches() && Integer.parseInt(speed.group(1)) > 0) {
            quantity("net.if.speed", Double.parseDouble(speed.group(1)) * 1e6, 0);
        }
        COUNTERS.forEach(counter -> number("net.if." + counter, each.path("statistics").get(counter)));
        wireless(each.path("wireless"));
        cellular(each.path("mobile").path("signal"));
    }

    private void wireless(JsonNode wireless) {
        RADIO.forEach((member, metric) -> number(metric, wireless.get(member)));
        number("wifi.clients", wireless.get("clients"));
        decibels("wifi.signal", wireless.get("signal"));
        decibels("wifi.noise", wireless.get("noise"));
        OptionalDouble quality = Json.number(wireless.get("quality"));
        OptionalDouble most = Json.number(wireless.get("quality_max"));
        if (quality.isPresent() && most.isPresent() && most.getAsDouble() > 0) {
            quantity("wifi.quality", Math.round(quality.getAsDouble() / most.getAsDouble() * 1e4) / 1e2, 0);
        }
    }

    /** The newest radio that has a signal. */
    private void cellular(JsonNode signal) {
        CELLULAR.stream().map(signal::path).filter(each -> !each.isEmpty()).findFirst()
                .ifPresent(best -> CELL.forEach((member, metric) -> number(metric, best.get(member))));
    }

    /** Drivers write 0 or −256 when they do not know. */
    private void decibels(String metric, @Nullable JsonNode value) {
        Json.number(value).ifPresent(
                number -> quantity(metric, number, number == 0 || number <= -256 ? Flag.SENTINEL.bit() : 0));
    }

    private void number(String metric, @Nullable JsonNode value) {
        Json.number(value).ifPresent(number -> quantity(metric, number, 0));
    }

    private void quantity(String metric, double value, int flags) {
        readings.add(Reading.of(Metric.named(metric), name, Value.of(value), flags));
    }
}
