package id.siaga.ingest.decode;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import id.siaga.ingest.telemetry.Clocks;
import id.siaga.ingest.telemetry.DeviceEvent;

/** Things that happen: somebody was let in or not, a rule of the operator's was met. Never who it was. */
final class OnvifHappening {

    private static final Map<String, String> ACCESS = Map.of("AccessGranted", "access.granted", "AccessTaken",
            "access.taken", "AccessNotTaken", "access.not_taken", "Denied", "access.denied", "Duress",
            "access.duress");
    private static final Set<String> IDENTITIES = Set.of("Anonymous", "Credential", "Identifier", "Card");

    private OnvifHappening() {
    }

    static List<DeviceEvent> of(OnvifEvent event) {
        return switch (event.topic().first()) {
            case "AccessControl" -> access(event);
            case "RuleEngine" -> rule(event);
            default -> List.of();
        };
    }

    private static List<DeviceEvent> access(OnvifEvent event) {
        String type = ACCESS.get(event.topic().level(1));
        if (type == null) {
            return List.of();
        }
        Map<String, String> attributes = new TreeMap<>();
        event.source().text("AccessPointToken").ifPresent(point -> attributes.put("access_point", point));
        event.topic().path().stream().filter(IDENTITIES::contains).findFirst()
                .ifPresent(identity -> attributes.put("identity", identity.toLowerCase(Locale.ROOT)));
        if (event.topic().level(2).equals("CredentialNotFound")) {
            attributes.put("reason", "credential_not_found");
        }
        event.data().text("Reason").ifPresent(reason -> attributes.put("reason", Dotted.snake(reason)));
        return List.of(happening(event, type, attributes));
    }

    /** Motion is not a rule: it would be all that is ever stored. Recognition is about people. */
    private static List<DeviceEvent> rule(OnvifEvent event) {
        String detector = event.topic().level(1).toLowerCase(Locale.ROOT);
        String met = event.topic().level(2).toLowerCase(Locale.ROOT);
        if (detector.isEmpty() || met.isEmpty() || detector.contains("motion") || detector.contains("recogni")) {
            return List.of();
        }
        Map<String, String> attributes = new TreeMap<>();
        event.source().text("Rule").ifPresent(rule -> attributes.put("rule", rule));
        event.source().text("VideoSource").ifPresent(source -> attributes.put("video_source", source));
        return List.of(happening(event, Members.brief(detector + "." + met), attributes));
    }

    private static DeviceEvent happening(OnvifEvent event, String type, Map<String, String> attributes) {
        Clocks clocks = event.clocks();
        return new DeviceEvent(type, clocks.observedAt(), clocks.source(), clocks.flags(), attributes);
    }
}
