package id.siaga.ingest.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;

import id.siaga.ingest.telemetry.Message;

/**
 * The body {@code {"messages":[{"topic":…,"payload":…}]}} as messages. A payload object or array is kept as the very
 * bytes that came, since they are evidence; a payload text stands for its characters in UTF-8. What is wrong with the
 * envelope is a {@link Problem} that names the field, before any message is handed over; what is wrong inside a payload
 * is for the decoder.
 */
final class Envelope {

    /** Detection off: UTF-8 is the only encoding of JSON between systems (RFC 8259 §8.1). */
    private static final JsonFactory FACTORY = JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CHARSET_DETECTION).build();
    private static final String MESSAGES = "messages";

    private final byte[] body;
    private final int most;
    private final Instant receivedAt;
    private final JsonParser json;
    private final List<Message> messages = new ArrayList<>();

    private Envelope(byte[] body, int most, Instant receivedAt, JsonParser json) {
        this.body = body;
        this.most = most;
        this.receivedAt = receivedAt;
        this.json = json;
    }

    /** @param most more messages than this are refused */
    static List<Message> read(byte[] body, int most, Instant receivedAt) {
        try (JsonParser json = FACTORY.createParser(body)) {
            return new Envelope(body, most, receivedAt, json).read();
        } catch (JsonProcessingException e) {
            throw Problem.malformed(MESSAGES, "byte " + e.getLocation().getByteOffset());
        } catch (IOException e) {
            throw Problem.malformed(MESSAGES, "tidak terbaca (unreadable)");
        }
    }

    private List<Message> read() throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw Problem.field(MESSAGES, "harus ada dalam objek JSON (must be in a JSON object)");
        }
        members("", name -> {
            if (!name.equals(MESSAGES)) {
                throw unknown(name);
            }
            list();
        });
        if (json.nextToken() != null) {
            throw Problem.field(MESSAGES, "ada sisa setelah objek JSON (something follows the JSON object)");
        }
        if (messages.isEmpty()) {
            throw outOfBounds();
        }
        return messages;
    }

    private interface Member {
        void read(String name) throws IOException;
    }

    /** Calls {@code member} with the parser at the value of each member of the object the parser is at. */
    private void members(String path, Member member) throws IOException {
        Set<String> seen = new HashSet<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (!seen.add(name)) {
                throw Problem.field(path + name, "dua kali (given twice)");
            }
            json.nextToken();
            member.read(name);
        }
    }

    private void list() throws IOException {
        expect(MESSAGES, JsonToken.START_ARRAY, "harus larik (must be an array)");
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (messages.size() == most) {
                throw outOfBounds();
            }
            String path = MESSAGES + "[" + messages.size() + "]";
            expect(path, JsonToken.START_OBJECT, "harus objek (must be an object)");
            messages.add(new Item(path + ".").read());
        }
    }

    private void expect(String field, JsonToken token, String otherwise) {
        if (json.currentToken() != token) {
            throw Problem.field(field, otherwise);
        }
    }

    private Problem outOfBounds() {
        return Problem.field(MESSAGES, "1 sampai %d pesan (messages)".formatted(most));
    }

    private static Problem unknown(String field) {
        return Problem.field(field, "tidak dikenal (unknown)");
    }

    private final class Item {

        private final String path;
        private final Map<String, String> properties = new HashMap<>();
        private @Nullable String topic;
        private @Nullable String contentType;
        private byte @Nullable [] payload;

        private Item(String path) {
            this.path = path;
        }

        private Message read() throws IOException {
            members(path, this::member);
            if (topic == null) {
                throw Problem.field(path + "topic", "wajib (required)");
            }
            if (payload == null) {
                throw Problem.field(path + "payload", "wajib, atau payload_base64 (required, or payload_base64)");
            }
            return new Message(topic, payload, receivedAt, false, contentType, Map.copyOf(properties));
        }

        private void member(String name) throws IOException {
            switch (name) {
                case "topic" -> topic = Publication.topic(path + name, text(path + name));
                case "content_type" -> contentType = text(path + name);
                case "payload" -> payload(name, raw(path + name));
                case "payload_base64" -> payload(name, base64(path + name));
                case "user_properties" -> {
                    expect(path + name, JsonToken.START_OBJECT, "harus objek (must be an object)");
                    members(path + name + ".",
                            property -> properties.put(property, text(path + name + "." + property)));
                }
                default -> throw unknown(path + name);
            }
        }

        private void payload(String name, byte[] bytes) {
            if (payload != null) {
                throw Problem.field(path + name, "payload atau payload_base64, jangan keduanya (one of the two)");
            }
            payload = bytes;
        }

        private String text(String field) throws IOException {
            expect(field, JsonToken.VALUE_STRING, "harus teks (must be a text)");
            return json.getText();
        }

        private byte[] base64(String field) throws IOException {
            try {
                return Base64.getDecoder().decode(text(field));
            } catch (IllegalArgumentException e) {
                throw Problem.field(field, "bukan base64 (not base64)");
            }
        }

        private byte[] raw(String field) throws IOException {
            if (json.currentToken() == JsonToken.VALUE_STRING) {
                return json.getText().getBytes(StandardCharsets.UTF_8);
            }
            if (!json.currentToken().isStructStart()) {
                throw Problem.field(field, "harus objek, larik atau teks (must be an object, an array or a text)");
            }
            int start = (int) json.currentTokenLocation().getByteOffset();
            json.skipChildren();
            return Arrays.copyOfRange(body, start, (int) json.currentLocation().getByteOffset());
        }
    }
}
