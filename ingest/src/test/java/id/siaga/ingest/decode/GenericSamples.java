package id.siaga.ingest.decode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;

import id.siaga.ingest.decode.PersonalSamples.Publication;

/** Samples of formats in which anybody may say anything, with somebody in the places where he is found there. */
final class GenericSamples {

    private static final String SOMEBODY = PersonalSamples.MARK + " Siti";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper CBOR = new CBORMapper();
    private static final Map<String, UnaryOperator<JsonNode>> STUFFED = Map.of("city-json", GenericSamples::telemetry,
            "city-status", GenericSamples::status, "city-event", GenericSamples::event, "chirpstack",
            GenericSamples::lora, "tts", GenericSamples::tts, "sensorthings", GenericSamples::observation, "senml",
            GenericSamples::pack, "telegraf-json", GenericSamples::telegraf);

    private GenericSamples() {
    }

    /** Of each sample with somebody in it, and the same broken off before its end. */
    static Stream<Publication> all() {
        return cases().flatMap(GenericSamples::both);
    }

    /** The samples of which a report is made, by the routes that come with Siaga. */
    static Stream<TestCase> cases() {
        return TestCase.all().stream().filter(test -> test.expectation().options().isEmpty())
                .filter(test -> !test.name().endsWith("-death"))
                .filter(test -> STUFFED.containsKey(test.format()) || test.format().equals("sparkplug"))
                .filter(test -> test.payload().length > 0 && Decoders.named(test.format()).decode(test.message(),
                        test.route()) instanceof Decoded.Report);
    }

    static byte[] stuffed(TestCase test) {
        if (test.format().equals("sparkplug")) {
            return SparkplugBytes.of(test.payload()).said("Gerbang/card_number", 900, SOMEBODY).bytes();
        }
        ObjectMapper mapper = Cbor.isArray(test.payload()) ? CBOR : JSON;
        try {
            JsonNode sent = mapper.readTree(test.payload());
            return mapper.writeValueAsBytes(STUFFED.getOrDefault(test.format(), same -> same).apply(sent));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Publication> both(TestCase test) {
        byte[] payload = stuffed(test);
        return Stream.of(new Publication(test.name(), test.topic(), payload),
                new Publication(test.name() + ", broken off", test.topic(),
                        Arrays.copyOf(payload, payload.length - 1)));
    }

    private static JsonNode telemetry(JsonNode sent) {
        object(sent).put("who", SOMEBODY).putObject("penjaga").put("siapa", SOMEBODY).put("telepon", SOMEBODY);
        object(sent).withObjectProperty("m").put("card_number", SOMEBODY).put("tamu.phone", SOMEBODY);
        object(sent).withObjectProperty("c").putObject("wajah").put("mirip", SOMEBODY);
        return sent;
    }

    private static JsonNode status(JsonNode sent) {
        return object(sent).put("penjaga", SOMEBODY).put("telepon", SOMEBODY);
    }

    private static JsonNode event(JsonNode sent) {
        object(sent).withObjectProperty("attrs").put("No. KTP", SOMEBODY).put("cardNumber", SOMEBODY);
        return sent;
    }

    private static JsonNode lora(JsonNode sent) {
        boolean modern = sent.has("deviceInfo");
        ObjectNode device = modern ? (ObjectNode) sent.get("deviceInfo") : object(sent);
        object(sent).put("telepon", SOMEBODY);
        device.put("deviceName", SOMEBODY).put("applicationName", SOMEBODY).put("tenantName", SOMEBODY);
        device.withObjectProperty("tags").put("penjaga", SOMEBODY);
        if (sent.get("object") instanceof ObjectNode read) {
            read.put("telepon", SOMEBODY);
        }
        if (!modern) {
            String object = sent.path("objectJSON").asText();
            if (object.endsWith("}")) {
                object(sent).put("objectJSON",
                        object.substring(0, object.length() - 1) + ",\"no_hp\":\"" + SOMEBODY + "\"}");
            }
        }
        return sent;
    }

    private static JsonNode tts(JsonNode sent) {
        object(sent).put("device_name", SOMEBODY).put("telepon", SOMEBODY);
        return sent;
    }

    private static JsonNode observation(JsonNode sent) {
        object(sent).putObject("parameters").put("pengamat", SOMEBODY).put("telepon", SOMEBODY);
        object(sent).putObject("FeatureOfInterest").put("name", SOMEBODY);
        return sent;
    }

    private static JsonNode pack(JsonNode sent) {
        ArrayNode pack = (ArrayNode) sent;
        ((ObjectNode) pack.get(0)).put("penjaga", SOMEBODY);
        for (String name : List.of("card_number", "gerbang/nik", "tamu.phone")) {
            pack.addObject().put("n", name).put("vs", SOMEBODY);
        }
        return pack;
    }

    private static JsonNode telegraf(JsonNode sent) {
        ObjectNode metric = (ObjectNode) (sent.has("metrics") ? sent.get("metrics").get(0) : sent);
        metric.withObjectProperty("tags").put("client_name", SOMEBODY);
        return sent;
    }

    private static ObjectNode object(JsonNode node) {
        return (ObjectNode) node;
    }
}
