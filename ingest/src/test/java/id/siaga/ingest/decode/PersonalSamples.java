package id.siaga.ingest.decode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Samples of the formats that speak of people, with more about people in every corner of them. */
public final class PersonalSamples {

    /** Begins everything that was put in. */
    public static final String MARK = "PRIBADI";
    /** Begins every hardware address that was put in. */
    public static final String ADDRESS = "de:ad:be:ef";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> ADDED = List.of("SSID", "BSSID", "bssid", "imsi", "iccid", "msisdn", "full_name",
            "owner", "driver", "nik", "phone", "email", "face", "face_image", "snapshot", "thumbnail", "image",
            "sub_label", "recognized_license_plate", "license_plate", "plate", "card_number", "cardNumber",
            "credential", "user_name", "client_name", "client_mac");
    private static final Set<String> REPLACED = Set.of("SSID", "BSSID", "face", "snapshot", "thumbnail", "image",
            "sub_label", "recognized_license_plate", "license_plate", "plate", "card_number", "imsi", "iccid");
    private static final Set<String> OF_PEOPLE = Set.of("clients", "dhcp_leases", "neighbors", "stations", "faces");

    private PersonalSamples() {
    }

    /** A publication: what it is called in a failure, its topic, its bytes. */
    public record Publication(String name, String topic, byte[] payload) {
    }

    /**
     * Each sample of each such format, of flat JSON and of the other formats in which anybody may say anything: with more about people in it, and the same broken off before its
     * end.
     */
    public static List<Publication> all() {
        return Stream.concat(GenericSamples.all(), TestCase.all().stream()
                .filter(test -> Decoders.personal(test.format())
                        || (test.format().equals("flat-json") && isObject(test.payload())))
                .filter(test -> test.payload().length > 0).flatMap(PersonalSamples::stuffed)).toList();
    }

    /** The objects among those of such formats, on a topic that is not theirs. */
    public static List<Publication> astray(String topic) {
        return TestCase.all().stream().filter(test -> Decoders.personal(test.format()) && isObject(test.payload()))
                .flatMap(PersonalSamples::stuffed)
                .map(each -> new Publication(each.name() + " on " + topic, topic, each.payload())).toList();
    }

    private static boolean isObject(byte[] payload) {
        try {
            return JSON.readTree(payload).isContainerNode();
        } catch (IOException e) {
            return false;
        }
    }

    private static Stream<Publication> stuffed(TestCase test) {
        byte[] payload = stuffed(test.payload());
        return Stream.of(new Publication(test.name(), test.topic(), payload),
                new Publication(test.name() + ", broken off", test.topic(),
                        Arrays.copyOf(payload, payload.length - 1)));
    }

    private static byte[] stuffed(byte[] payload) {
        try {
            return stuffed(JSON.readTree(payload)).toString().getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            byte[] more = (" " + MARK + " " + ADDRESS + ":00:01 ").getBytes(StandardCharsets.UTF_8);
            byte[] stuffed = Arrays.copyOf(payload, payload.length + more.length);
            System.arraycopy(more, 0, stuffed, payload.length, more.length);
            return stuffed;
        }
    }

    private static JsonNode stuffed(JsonNode node) {
        if (node.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            node.forEach(each -> array.add(stuffed(each)));
            return array;
        }
        if (!node.isObject()) {
            return node;
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        node.properties().forEach(member -> object.set(member.getKey(), member(member.getKey(), member.getValue())));
        ADDED.stream().filter(name -> !object.has(name))
                .forEach(name -> object.put(name, MARK + " " + name + " " + ADDRESS + ":00:02"));
        return object;
    }

    private static JsonNode member(String name, JsonNode value) {
        if (OF_PEOPLE.contains(name)) {
            return people(value);
        }
        return REPLACED.contains(name) && value.isTextual()
                ? JsonNodeFactory.instance.textNode(MARK + " " + name)
                : stuffed(value);
    }

    /** Every word of it, and every name that is a hardware address. */
    private static JsonNode people(JsonNode node) {
        if (node.isTextual()) {
            return JsonNodeFactory.instance.textNode(MARK + " " + ADDRESS + ":00:03");
        }
        if (node.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            node.forEach(each -> array.add(people(each)));
            return array;
        }
        if (!node.isObject()) {
            return node;
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        node.properties().forEach(member -> object.set(
                member.getKey().replaceFirst("^([0-9a-fA-F]{2}:){4}", ADDRESS + ":"), people(member.getValue())));
        return object;
    }
}
