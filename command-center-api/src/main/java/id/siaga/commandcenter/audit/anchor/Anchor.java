package id.siaga.commandcenter.audit.anchor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import id.siaga.commandcenter.audit.Canonical;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

/**
 * What the log's head was at a time, signed; one line of an anchor file. Each names the one before, so that none can be
 * left out.
 *
 * @param number counts anchors of one file from 1
 * @param previous SHA-256 of the line before, hex; zeros for the first
 * @param head the newest record there was
 * @param key SHA-256 of the public key, hex
 * @param signature Ed25519, base64, of all the other fields
 */
public record Anchor(long number, String previous, Instant at, Head head, String key, String signature) {
    private static final String FORMAT = "siaga-anchor-1";
    private static final JsonMapper MAPPER = new JsonMapper();

    /**
     * A record that ends the log for now.
     *
     * @param installation whose log
     * @param seq its number, which is also how many there are
     * @param sha256 its hash, hex
     */
    public record Head(String installation, long seq, String sha256) {
    }

    /** The next after {@code last}, or the first, which is after nothing. */
    static Anchor signed(String last, Head head, Instant at, AnchorKey key) {
        boolean first = last.isEmpty();
        Anchor bare = new Anchor(first ? 1 : of(last).number() + 1, first ? "0".repeat(64) : Canonical.hex(last), at,
                head, key.fingerprint(), "");
        return new Anchor(bare.number, bare.previous, at, head, bare.key,
                Base64.getEncoder().encodeToString(key.sign(bare.signed())));
    }

    /** What the signature is over: the SHA-256 of all other fields, hex in ASCII. */
    byte[] signed() {
        return new Canonical().add(FORMAT).add(Long.toString(number)).add(previous).add(at.toString())
                .add(head.installation()).add(Long.toString(head.seq())).add(head.sha256()).add(key).hex()
                .getBytes(StandardCharsets.US_ASCII);
    }

    byte[] signatureBytes() {
        return Base64.getDecoder().decode(signature);
    }

    /** Without a line end. */
    public String line() {
        return JsonNodeFactory.instance.objectNode().put("format", FORMAT).put("number", number)
                .put("previous", previous).put("at", at.toString()).put("installation", head.installation())
                .put("seq", head.seq()).put("count", head.seq()).put("sha256", head.sha256()).put("key", key)
                .put("signature", signature).toString();
    }

    /** @throws IllegalArgumentException when the line is no anchor */
    public static Anchor of(String line) {
        try {
            JsonNode json = MAPPER.readTree(line);
            if (!json.path("format").asText().equals(FORMAT)) {
                throw new IllegalArgumentException("no anchor of format " + FORMAT);
            }
            return new Anchor(json.path("number").longValue(), json.path("previous").asText(),
                    Instant.parse(json.path("at").asText()),
                    new Head(json.path("installation").asText(), json.path("seq").longValue(),
                            json.path("sha256").asText()),
                    json.path("key").asText(), json.path("signature").asText());
        } catch (JsonProcessingException | DateTimeException e) {
            throw new IllegalArgumentException("no anchor", e);
        }
    }
}
