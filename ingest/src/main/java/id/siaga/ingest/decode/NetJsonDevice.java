package id.siaga.ingest.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;

import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Metric;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Value;

/** What a NetJSON document says of the router as a whole. */
final class NetJsonDevice {

    private static final String[] LOADS = {"device.load1", "device.load5", "device.load15"};
    private static final double LEAST_RATIO = 0.001;

    private final JsonNode root;
    private final List<Reading> readings = new ArrayList<>();

    private NetJsonDevice(JsonNode root) {
        this.root = root;
    }

    static List<Reading> readings(JsonNode root) {
        NetJsonDevice device = new NetJsonDevice(root);
        device.add("device.uptime", "", root.path("general").get("uptime"), 0);
        device.loads(root.path("resources").path("load"));
        device.memory(root.path("resources").path("memory"));
        device.processor(root.path("resources").path("cpu"));
        root.path("resources").path("disk").forEach(device::disk);
        device.clients();
        return device.readings;
    }

    private void loads(JsonNode load) {
        for (int i = 0; i < LOADS.length; i++) {
            add(LOADS[i], "", load.get(i), 0);
        }
    }

    /** Some agents mix bytes and KiB: less than a thousandth of the memory left is not believed. */
    private void memory(JsonNode memory) {
        OptionalDouble total = Json.number(memory.get("total"));
        add("mem.total", "", memory.get("total"), 0);
        OptionalDouble said = Json.number(memory.get("available"));
        OptionalDouble free = Json.number(memory.get("free"));
        if (said.isEmpty() && free.isEmpty()) {
            return;
        }
        double cached = Json.number(memory.get("cached")).orElse(Json.number(memory.get("cache")).orElse(0));
        double available = said.orElse(free.orElse(0) + Json.number(memory.get("buffered")).orElse(0) + cached);
        boolean odd = total.isPresent()
                && (available > total.getAsDouble() || available < total.getAsDouble() * LEAST_RATIO);
        readings.add(Reading.of(Metric.named("mem.available"), Value.of(available),
                odd ? Flag.UNIT_ASSUMED.bit() : 0));
    }

    /** Shares that add up to a hundred; other agents count jiffies. */
    private void processor(JsonNode cpu) {
        double sum = cpu.valueStream().filter(JsonNode::isNumber).mapToDouble(JsonNode::doubleValue).sum()
                - Json.number(cpu.get("frequency")).orElse(0);
        OptionalDouble idle = Json.number(cpu.get("idle"));
        if (idle.isPresent() && Math.abs(sum - 100) < 2) {
            readings.add(Reading.of(Metric.named("cpu.used"), Value.of(100 - idle.getAsDouble()), 0));
        }
    }

    /** Older agents write KiB under the names of bytes; only the percentage is sure. */
    private void disk(JsonNode disk) {
        String mount = disk.path("mount_point").asText();
        add("disk.used", mount, disk.get("used_percent"), 0);
        add("disk.total", mount, disk.get("size_bytes"), Flag.UNIT_ASSUMED.bit());
        add("disk.free", mount, disk.get("available_bytes"), Flag.UNIT_ASSUMED.bit());
    }

    /** Of all radios together. */
    private void clients() {
        List<JsonNode> counts = root.path("interfaces").valueStream()
                .map(each -> each.path("wireless").path("clients")).filter(JsonNode::isNumber).toList();
        if (!counts.isEmpty()) {
            double sum = counts.stream().mapToDouble(JsonNode::doubleValue).sum();
            readings.add(Reading.of(Metric.named("wifi.clients"), Value.of(sum), 0));
        }
    }

    private void add(String metric, String component, @Nullable JsonNode value, int flags) {
        Json.number(value).ifPresent(
                number -> readings.add(Reading.of(Metric.named(metric), component, Value.of(number), flags)));
    }
}
