package id.siaga.ingest.decode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

import id.siaga.ingest.telemetry.Message;

/**
 * Telkom's Antares platform: a oneM2M content instance, in a notification or in a device's own request, whose content is
 * JSON inside a string (oneM2M TS-0004). The device is the container's path; what its members mean is a field map.
 */
final class AntaresDecoder implements Decoder {

    private static final List<String> INSTANCES = List.of("/m2m:sgn/m2m:nev/m2m:rep/m2m:cin",
            "/m2m:rqp/pc/m2m:sgn/m2m:nev/m2m:rep/m2m:cin", "/m2m:rqp/pc/m2m:cin", "/m2m:rsp/pc/m2m:cin");
    private static final List<String> KEYS = List.of("/m2m:rqp/fr", "/m2m:rsp/to", "/m2m:rsp/fr");
    private static final List<String> OTHERS = List.of("m2m:sgn", "m2m:rqp", "m2m:rsp");

    @Override
    public Decoded decode(Message message, Route route) {
        try {
            JsonNode root = Json.object(message.payload(), City.LIMIT);
            JsonNode instance = instance(root);
            if (instance.isMissingNode()) {
                return new Decoded.Ignored("oneM2M without a content instance");
            }
            FieldMap map = route.options().containsKey("map")
                    ? FieldMaps.of(route)
                    : FieldMaps.named("local")
                            .with(route.options());
            Decoded.Report report = new FlatReport(message, route, map).of(device(root, instance, route),
                    List.of(content(instance)), times(instance));
            return kept(report, root);
        } catch (Refused refused) {
            return refused.rejected();
        }
    }

    /** The sender's access key opens its whole account. */
    @Override
    public boolean personal() {
        return true;
    }

    private static Decoded kept(Decoded.Report report, JsonNode root) {
        byte[] kept = Evidence.without(List.of(root), KEYS);
        return kept == null ? report : report.keeping(kept);
    }

    private static JsonNode instance(JsonNode root) throws Refused {
        if (OTHERS.stream().noneMatch(root::has)) {
            throw Refused.shape("neither m2m:sgn nor m2m:rqp nor m2m:rsp is there");
        }
        return INSTANCES.stream().map(root::at).filter(JsonNode::isObject).findFirst().orElse(root.at("/none"));
    }

    private static String device(JsonNode root, JsonNode instance, Route route) throws Refused {
        return Identity.device(route, Json.text(instance.get("pi")).or(() -> Json.text(root.at("/m2m:rqp/to"))));
    }

    private static JsonNode content(JsonNode instance) throws Refused {
        JsonNode content = instance.path("con");
        if (content.isObject()) {
            return content;
        }
        byte[] inner = Json.text(content).orElseThrow(() -> Refused.shape("con is neither text nor an object"))
                .getBytes(StandardCharsets.UTF_8);
        try {
            return Json.object(inner, City.LIMIT);
        } catch (Refused refused) {
            throw refused.in("con");
        }
    }

    private static List<JsonNode> times(JsonNode instance) {
        List<JsonNode> times = new ArrayList<>();
        for (String name : List.of("ct", "lt")) {
            if (instance.hasNonNull(name)) {
                times.add(instance.get(name));
            }
        }
        return times;
    }
}
