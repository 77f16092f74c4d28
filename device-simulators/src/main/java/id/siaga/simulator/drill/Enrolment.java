package id.siaga.simulator.drill;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;

import id.siaga.simulator.Target;
import id.siaga.simulator.fleet.CommandCenter;

/**
 * The gauges of one run, registered with the system.
 *
 * @param run what all their ids begin with, and no other device's
 */
record Enrolment(String run, List<Identity> gauges) {

    private static final int BATCH = 5_000;

    static Enrolment of(Target target, int devices) throws IOException {
        String run = "drill-" + Long.toString(System.currentTimeMillis() / 1_000, 36) + "-";
        CommandCenter center = CommandCenter.login(target.http(), target.login().user(), target.login().password());
        List<Identity> gauges = new ArrayList<>();
        for (int from = 0; from < devices; from += BATCH) {
            int until = Math.min(devices, from + BATCH);
            Map<String, String> secrets = center.register(registrations(run, from, until));
            for (int device = from; device < until; device++) {
                gauges.add(new Identity(device, run + device, secrets.getOrDefault(run + device, "")));
            }
        }
        return new Enrolment(run, gauges);
    }

    private static ArrayNode registrations(String run, int from, int until) {
        ArrayNode body = new ObjectMapper().createArrayNode();
        for (int device = from; device < until; device++) {
            body.addObject().put("device_id", run + device).put("kind", "flood").put("name", run + device)
                    .put("mount_mm", 11_000).put("quota_per_s", 10_000);
        }
        return body;
    }
}
