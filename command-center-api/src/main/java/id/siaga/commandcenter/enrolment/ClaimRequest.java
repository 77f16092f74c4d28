package id.siaga.commandcenter.enrolment;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.device.FieldError;
import id.siaga.ingest.telemetry.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Claim codes that somebody asks for.
 *
 * @param uplinkParent the gateway through which the devices will speak
 */
public record ClaimRequest(String kind, String owner, int count, Duration validFor, @Nullable String uplinkParent) {
    private static final Set<String> KNOWN = Set.of("kind", "owner", "count", "valid_s", "uplink_parent");
    private static final int LONGEST = 200;

    /** The request in a body, or null and at least one more of {@code errors}. */
    public static @Nullable ClaimRequest of(JsonNode body, EnrolmentPolicy policy, List<FieldError> errors) {
        body.fieldNames()
                .forEachRemaining(name -> check(KNOWN.contains(name), name, "tidak dikenal (unknown)", errors));
        String kind = body.path("kind").asText();
        check(Kind.ofWord(kind).filter(known -> known != Kind.UNKNOWN).isPresent(), "kind",
                "wajib, salah satu jenis perangkat (required, a known kind)", errors);
        String owner = body.path("owner").asText().strip();
        check(!owner.isEmpty() && owner.length() <= LONGEST, "owner", "wajib, teks sampai 200 huruf (required text)",
                errors);
        long count = whole(body, "count", policy.mostCodes(), errors);
        long seconds = whole(body, "valid_s", policy.longestClaim().toSeconds(), errors);
        JsonNode parent = body.path("uplink_parent");
        check(parent.isMissingNode() || parent.isNull() || parent.isTextual(), "uplink_parent",
                "harus id gerbang (a gateway's id)", errors);
        return errors.isEmpty()
                ? new ClaimRequest(kind, owner, (int) count, Duration.ofSeconds(seconds), parent.textValue())
                : null;
    }

    private static long whole(JsonNode body, String name, long most, List<FieldError> errors) {
        JsonNode value = body.path(name);
        boolean good = value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 1
                && value.longValue() <= most;
        check(good, name, "wajib, bilangan bulat 1 sampai %d (required whole number)".formatted(most), errors);
        return good ? value.longValue() : 0;
    }

    private static void check(boolean good, String field, String reason, List<FieldError> errors) {
        if (!good) {
            errors.add(new FieldError(field, reason));
        }
    }
}
