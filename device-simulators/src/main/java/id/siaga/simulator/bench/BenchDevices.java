package id.siaga.simulator.bench;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import id.siaga.simulator.fleet.CommandCenter;

/** The devices a benchmark registers, with their secrets by id. */
record BenchDevices(CommandCenter center) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int AT_ONCE = 1_000;

    /** Gauges at P2C, each with a quota in messages a second. */
    Map<String, String> gauges(String prefix, int count, int quota) throws IOException {
        return register(prefix, "flood", count, quota);
    }

    Map<String, String> trackers(String prefix, int count) throws IOException {
        return register(prefix, "gps", count, 100);
    }

    private Map<String, String> register(String prefix, String kind, int count, int quota) throws IOException {
        Map<String, String> secrets = new HashMap<>();
        for (int from = 0; from < count; from += AT_ONCE) {
            ArrayNode devices = JSON.createArrayNode();
            for (int i = from; i < Math.min(count, from + AT_ONCE); i++) {
                describe(devices.addObject(), prefix + i, kind).put("quota_per_s", quota);
            }
            secrets.putAll(center.register(devices));
        }
        return secrets;
    }

    private static ObjectNode describe(ObjectNode device, String id, String kind) {
        device.put("device_id", id).put("kind", kind).put("name", id).put("lat", -6.2985).put("lng", 106.9591);
        if (kind.equals("flood")) {
            device.put("mount_mm", 11_000).put("post", "P2C");
        }
        return device;
    }
}
