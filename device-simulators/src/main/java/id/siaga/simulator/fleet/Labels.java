package id.siaga.simulator.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.simulator.device.DeviceKind;
import id.siaga.simulator.device.Profile;
import id.siaga.simulator.device.SimulatedDevice;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Has claim codes made for registered devices, as an administrator prints labels before the devices go out. */
public final class Labels {

    /** As many as the command center makes at once. */
    private static final int BATCH = 1_000;
    private static final Duration VALID = Duration.ofHours(1);

    private Labels() {
    }

    /** The devices, each with its code; fails when one of them is not registered. */
    public static List<Labelled> of(List<SimulatedDevice> devices, CommandCenter commandCenter, String owner)
            throws IOException {
        Map<DeviceKind, List<String>> kinds = devices.stream().map(SimulatedDevice::profile).collect(
                Collectors.groupingBy(Profile::kind, Collectors.mapping(Profile::deviceId, Collectors.toList())));
        Map<String, String> codes = new HashMap<>();
        for (Map.Entry<DeviceKind, List<String>> kind : kinds.entrySet()) {
            List<String> ids = kind.getValue();
            for (int from = 0; from < ids.size(); from += BATCH) {
                List<String> some = ids.subList(from, Math.min(from + BATCH, ids.size()));
                JsonNode made = commandCenter.post("/api/v1/claim-batches", request(kind.getKey(), owner, some));
                assign(some, made.path("claim_codes"), codes);
            }
        }
        return devices.stream().map(each -> new Labelled(each, codes.getOrDefault(each.profile().deviceId(), "")))
                .toList();
    }

    private static void assign(List<String> ids, JsonNode made, Map<String, String> codes) {
        for (int i = 0; i < ids.size(); i++) {
            codes.put(ids.get(i), made.path(i).asText());
        }
    }

    private static ObjectNode request(DeviceKind kind, String owner, List<String> ids) {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("kind", kind.word()).put("owner", owner)
                .put("valid_s", VALID.toSeconds());
        ids.forEach(request.putArray("device_ids")::add);
        return request;
    }
}
