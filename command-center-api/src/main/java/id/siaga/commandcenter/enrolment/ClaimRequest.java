package id.siaga.commandcenter.enrolment;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.device.FieldError;
import id.siaga.ingest.telemetry.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Claim codes that somebody asks for.
 *
 * @param devices registered devices of the kind, one code each; without any, each code makes a new device
 * @param uplinkParent the gateway through which new devices will speak
 */
public record ClaimRequest(String kind, String owner, int count, List<String> devices, Duration validFor,
        @Nullable String uplinkParent) {
    private static final Set<String> KNOWN = Set.of("kind", "owner", "count", "device_ids", "valid_s",
            "uplink_parent");
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
        List<String> devices = devices(body, policy, errors);
        long count = devices.isEmpty() ? whole(body, "count", policy.mostCodes(), errors) : devices.size();
        long seconds = whole(body, "valid_s", policy.longestClaim().toSeconds(), errors);
        JsonNode parent = body.path("uplink_parent");
        check(parent.isMissingNode() || parent.isNull() || (parent.isTextual() && devices.isEmpty()),
                "uplink_parent",
                "harus id gerbang, untuk perangkat baru (a gateway's id, for new devices)", errors);
        return errors.isEmpty()
                ? new ClaimRequest(kind, owner, (int) count, devices, Duration.ofSeconds(seconds), parent.textValue())
                : null;
    }

    private static List<String> devices(JsonNode body, EnrolmentPolicy policy, List<FieldError> errors) {
        JsonNode given = body.path("device_ids");
        if (given.isMissingNode()) {
            return List.of();
        }
        List<String> devices = StreamSupport.stream(given.spliterator(), false).map(JsonNode::asText).toList();
        check(given.isArray() && !given.isEmpty() && given.size() <= policy.mostCodes()
                && Set.copyOf(devices).size() == given.size(), "device_ids",
                "1 sampai %d id berlainan (different ids)".formatted(policy.mostCodes()), errors);
        check(!body.has("count"), "count", "tidak bersama device_ids (not with device_ids)", errors);
        return devices;
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
