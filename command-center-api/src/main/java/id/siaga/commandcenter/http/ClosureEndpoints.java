package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.closure.ClosureOutcome;
import id.siaga.commandcenter.closure.ClosureQueries;
import id.siaga.commandcenter.closure.ClosureReviews;
import id.siaga.commandcenter.closure.Closures;
import id.siaga.commandcenter.closure.Proposal;
import id.siaga.commandcenter.device.FieldError;
import id.siaga.commandcenter.sql.Database;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Closures over HTTP: proposed by who was there, decided at once or by somebody else. */
public record ClosureEndpoints(Closures closures, ClosureReviews reviews, ClosureQueries queries, Clock clock) {
    private static final int LONGEST_RESULT = 200;
    private static final int LONGEST_NOTE = 2000;
    private static final String OVERRIDE = "sensor_override";
    private static final int MOST_PHOTOS = 20;
    private static final Map<String, ClosureReviews.Decision> DECISIONS = Map.of("ACCEPT",
            ClosureReviews.Decision.REVIEWED, "REFUSE", ClosureReviews.Decision.REFUSED);

    public Map<String, Endpoint> byOperation() {
        return Map.of("propose_closure", this::propose, "closures", this::closures, "closure", this::closure,
                "review_closure", this::review, "closure_requirements",
                call -> Reply.items(queries.requirements()));
    }

    private Reply closures(Call call) {
        Page page = Page.of(call);
        OptionalLong incident = call.whole("incident_id", 1, Long.MAX_VALUE);
        return page.reply(queries.closures(call.scope(), new ClosureQueries.Filter(
                call.oneOf("state", "ACCEPTED", "HELD", "REVIEWED", "REFUSED"),
                incident.isPresent() ? incident.getAsLong() : null, page.before(), page.probe())), "id");
    }

    private Reply closure(Call call) {
        return Reply.ok(queries.closure(call.scope(), call.id()).orElseThrow(() -> missing(call)));
    }

    private Reply propose(Call call) {
        Proposal proposal = proposal(call.json());
        return once(call, connection -> Reply.created(decided(call,
                closures.propose(connection, call.scope(), call.id(), call.account(), proposal))));
    }

    private Reply review(Call call) {
        JsonNode body = call.json();
        List<FieldError> errors = unknown(body, Set.of("decision", "reason", OVERRIDE));
        ClosureReviews.Decision decision = DECISIONS.getOrDefault(body.path("decision").asText(),
                ClosureReviews.Decision.REFUSED);
        if (!DECISIONS.containsKey(body.path("decision").asText())) {
            errors.add(new FieldError("decision", "ACCEPT atau (or) REFUSE"));
        }
        String reason = text(body, "reason", LONGEST_NOTE, errors);
        Optional<String> override = override(body, decision, errors);
        refuse(errors);
        return once(call, connection -> Reply.ok(decided(call, reviews.review(connection, call.scope(), call.id(),
                call.account(), new ClosureReviews.Word(decision, reason, override)))));
    }

    private static Optional<String> override(JsonNode body, ClosureReviews.Decision decision,
            List<FieldError> errors) {
        if (!body.hasNonNull(OVERRIDE)) {
            return Optional.empty();
        }
        if (decision == ClosureReviews.Decision.REFUSED) {
            errors.add(new FieldError(OVERRIDE, "hanya dengan (only with) ACCEPT"));
        }
        return Optional.of(text(body, OVERRIDE, LONGEST_NOTE, errors));
    }

    private Reply once(Call call, Database.Work<Reply> work) {
        return Once.reply(queries.database(), clock, call, work);
    }

    private static ObjectNode decided(Call call, ClosureOutcome outcome) {
        return switch (outcome) {
            case ClosureOutcome.Decided decided -> decided.closure();
            case ClosureOutcome.Missing missing -> throw missing(call);
            case ClosureOutcome.NotHandled not -> throw new Problem(409, "illegal-transition",
                    "Belum ditangani (not being handled)",
                    "Dari %s tidak ke SELESAI (not from here to SELESAI)".formatted(not.state()));
            case ClosureOutcome.Guarded guarded -> throw new Problem(409, "guarded",
                    "Belum boleh (something must hold first)", guarded.reason());
            case ClosureOutcome.AlreadyHeld held -> throw new Problem(409, "closure-held",
                    "Penutupan menunggu diperiksa (a closure waits for its review)", "#" + held.closureId());
            case ClosureOutcome.AlreadyReviewed reviewed -> throw new Problem(409, "closure-reviewed",
                    "Sudah diputuskan (decided already)", reviewed.state());
            case ClosureOutcome.UnknownPhotos unknown -> throw Problem.field("photos",
                    "bukan foto bebas insiden ini (not free photos of this incident): " + unknown.photos());
            case ClosureOutcome.NotOnDuty not -> throw Problem.forbidden(
                    "Hanya yang bertugas pada satuan yang dikirim (only who is on shift on a unit that was sent)");
            case ClosureOutcome.StillOver over -> throw new Problem(409, "sensor-over",
                    "Sensor masih di atas batas (a sensor is still over its limit)",
                    String.join("; ", over.sensors()) + ". Bila tetap diterima, isi sensor_override "
                            + "(to accept all the same, say why)");
            case ClosureOutcome.OwnWork own -> throw Problem.forbidden(
                    "Yang mengusulkan atau memotret tidak memeriksa (whoever proposed or photographed cannot review)");
        };
    }

    private static Problem missing(Call call) {
        return Problem.missing(call.context().normalizedPath());
    }

    private static Proposal proposal(JsonNode body) {
        List<FieldError> errors = unknown(body, Set.of("result", "note", "photos"));
        String result = text(body, "result", LONGEST_RESULT, errors);
        String note = text(body, "note", LONGEST_NOTE, errors);
        List<Long> photos = photos(body, errors);
        refuse(errors);
        return new Proposal(result, note, photos);
    }

    private static List<Long> photos(JsonNode body, List<FieldError> errors) {
        List<Long> photos = new ArrayList<>();
        JsonNode listed = body.path("photos");
        boolean fits = listed.isMissingNode() || (listed.isArray() && listed.size() <= MOST_PHOTOS);
        listed.forEach(id -> photos.add(id.isIntegralNumber() ? id.longValue() : -1));
        if (!fits || photos.stream().anyMatch(id -> id < 1) || Set.copyOf(photos).size() != photos.size()) {
            errors.add(new FieldError("photos", "paling banyak 20 nomor foto berbeda (different photo ids)"));
        }
        return photos;
    }

    private static String text(JsonNode body, String name, int longest, List<FieldError> errors) {
        String text = body.path(name).asText("").strip();
        if (text.isEmpty() || text.length() > longest || text.indexOf('\0') >= 0 || !body.path(name).isTextual()) {
            errors.add(new FieldError(name, "1 sampai %d huruf (characters)".formatted(longest)));
        }
        return text;
    }

    private static List<FieldError> unknown(JsonNode body, Set<String> known) {
        List<FieldError> errors = new ArrayList<>();
        body.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                errors.add(new FieldError(name, "tidak dikenal (unknown)"));
            }
        });
        return errors;
    }

    private static void refuse(List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw Problem.validation(errors);
        }
    }
}
