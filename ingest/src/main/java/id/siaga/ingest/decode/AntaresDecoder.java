package id.siaga.ingest.decode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

import id.siaga.ingest.telemetry.Message;

/**
 * Telkom's Antares platform: a oneM2M content instance, in a notification or in a device's own request, whose content is
 * JSON inside a string (oneM2M TS-0004). The device is the container's path; what its members mean is a field map.
 */
final class AntaresDecoder implements Decoder {

    private static final List<String> INSTANCES = List.of("/m2m:sgn/m2m:nev/m2m:rep/m2m:cin",
            "/m2m:rqp/pc/m2m:sgn/m2m:nev/m2m:rep/m2m:cin", "/m2m:rqp/pc/m2m:cin", "/m2m:rsp/pc/m2m:cin");
    private static final Keep INSTANCE = KeptMembers.none().texts("pi", "ct", "lt").with("con", AntaresDecoder::open);
    private static final Keep NOTIFICATION = KeptMembers.none().with("m2m:nev",
            KeptMembers.none().with("m2m:rep", KeptMembers.none().with("m2m:cin", INSTANCE)));
    private static final Keep CONTENT = KeptMembers.none().with("m2m:sgn", NOTIFICATION).with("m2m:cin", INSTANCE);
    /** Without whom it is from and, in an answer, whom it is for: there stands the access key. */
    private static final Keep KEPT = KeptMembers.none().with("m2m:sgn", NOTIFICATION)
            .with("m2m:rqp", KeptMembers.none().texts("to").with("pc", CONTENT))
            .with("m2m:rsp", KeptMembers.none().with("pc", CONTENT));
    private static final List<String> OTHERS = List.of("m2m:sgn", "m2m:rqp", "m2m:rsp");

    @Override
    public Decoded decode(Message message, Route route) {
        try {
            JsonNode root = KEPT.of(Json.object(message.payload(), City.LIMIT));
            JsonNode instance = instance(root);
            if (instance.isMissingNode()) {
                return new Decoded.Ignored("oneM2M without a content instance");
            }
            FieldMap map = route.options().containsKey("map")
                    ? FieldMaps.of(route)
                    : FieldMaps.named("local")
                            .with(route.options());
            return new FlatReport(message, route, map).of(device(root, instance, route), List.of(content(instance)),
                    times(instance)).keeping(Json.bytes(root));
        } catch (Refused refused) {
            return refused.rejected();
        }
    }

    /** The sender's access key opens its whole account. */
    @Override
    public boolean personal() {
        return true;
    }

    /** The content without what speaks of people. What is no document is refused further on. */
    private static JsonNode open(JsonNode content) {
        if (!content.isTextual()) {
            return Privacy.without(content);
        }
        try {
            JsonNode inner = inner(content.textValue());
            JsonNode open = Privacy.without(inner);
            return open.equals(inner) ? content : TextNode.valueOf(open.toString());
        } catch (Refused refused) {
            return content;
        }
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
        String text = Json.text(content).orElseThrow(() -> Refused.shape("con is neither text nor an object"));
        try {
            return inner(text);
        } catch (Refused refused) {
            throw refused.in("con");
        }
    }

    private static JsonNode inner(String text) throws Refused {
        return Json.object(text.getBytes(StandardCharsets.UTF_8), City.LIMIT);
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
