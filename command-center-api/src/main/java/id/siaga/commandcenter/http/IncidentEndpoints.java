package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.device.FieldError;
import id.siaga.commandcenter.incident.ChangeOutcome;
import id.siaga.commandcenter.incident.Evidence;
import id.siaga.commandcenter.incident.IncidentChange;
import id.siaga.commandcenter.incident.IncidentDesk;
import id.siaga.commandcenter.incident.IncidentQueries;
import id.siaga.commandcenter.incident.IncidentState;
import id.siaga.commandcenter.incident.Priority;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Incidents and tickets over HTTP. */
public record IncidentEndpoints(IncidentQueries queries, IncidentDesk desk, Evidence evidence) {
    private static final Set<String> CHANGEABLE = Set.of("state", "priority", "note");
    private static final int MAX_NOTE = 2000;

    public Map<String, Endpoint> byOperation() {
        return Map.of("incidents", this::incidents, "incident", this::incident, "change_incident", this::change,
                "timeline", this::timeline, "evidence", this::evidence, "tickets", this::tickets);
    }

    private Reply incidents(Call call) {
        Page page = Page.of(call);
        return page.reply(queries.incidents(call.scope(),
                new IncidentQueries.Filter(call.oneOf("state", IncidentState.class),
                        call.oneOf("priority", Priority.class), call.word("category"), call.word("kecamatan"),
                        call.truth("open"), page.before(), page.probe())),
                "id");
    }

    private Reply incident(Call call) {
        return tagged(found(call));
    }

    private ObjectNode found(Call call) {
        return queries.incident(call.scope(), call.id())
                .orElseThrow(() -> Problem.missing("insiden " + call.path("id")));
    }

    private static Reply tagged(ObjectNode incident) {
        return Reply.ok(incident).with("ETag", "\"" + incident.path("version").asText() + "\"");
    }

    private Reply timeline(Call call) {
        found(call);
        return Reply.items(queries.timeline(call.id()));
    }

    private Reply evidence(Call call) {
        found(call);
        return Reply.items(evidence.of(call.id()));
    }

    private Reply tickets(Call call) {
        Page page = Page.of(call);
        return page.reply(queries.tickets(call.oneOf("state", "BUKA", "SELESAI"), page.before(), page.probe()), "id");
    }

    private Reply change(Call call) {
        int version = version(call);
        IncidentChange change = changeIn(call.json());
        return switch (desk.change(call.scope(), call.id(), version, change, call.account().user())) {
            case ChangeOutcome.Changed changed -> tagged(changed.incident());
            case ChangeOutcome.Missing missing -> throw Problem.missing("insiden " + call.path("id"));
            case ChangeOutcome.Stale stale -> throw new Problem(412, "changed-meanwhile",
                    "Sudah berubah (changed meanwhile)", "ETag sekarang \"%d\"".formatted(stale.version()));
            case ChangeOutcome.Illegal illegal -> throw new Problem(409, "illegal-transition",
                    "Perpindahan status tidak boleh (illegal transition)",
                    "Dari %s boleh ke (allowed): %s".formatted(illegal.from(), illegal.allowed()))
                    .with("allowed", illegal.allowed().stream().map(Enum::name).toList());
            case ChangeOutcome.Guarded guarded -> throw new Problem(409, "guarded",
                    "Belum boleh (something must hold first)", guarded.reason());
            case ChangeOutcome.AlreadyOpen open -> throw new Problem(409, "cause-already-open",
                    "Insiden lain masih terbuka (another incident is open)", open.cause());
        };
    }

    private static int version(Call call) {
        String tag = call.header("If-Match").orElseThrow(() -> new Problem(428, "if-match-required",
                "If-Match diperlukan (required)", "Kirim ETag dari GET sebagai If-Match"));
        if (tag.matches("\"[0-9]{1,9}\"")) {
            return Integer.parseInt(tag.substring(1, tag.length() - 1));
        }
        throw new Problem(412, "changed-meanwhile", "If-Match tidak cocok (does not match)", tag);
    }

    private static IncidentChange changeIn(JsonNode body) {
        List<FieldError> errors = new ArrayList<>();
        body.fieldNames().forEachRemaining(name -> {
            if (!CHANGEABLE.contains(name)) {
                errors.add(new FieldError(name, "tidak dapat diubah (cannot be changed)"));
            }
        });
        IncidentChange change = new IncidentChange(part(body, "state", IncidentState::named, errors),
                part(body, "priority", Priority::named, errors),
                part(body, "note", note -> Optional.of(note).filter(IncidentEndpoints::isNote), errors));
        if (errors.isEmpty() && body.isEmpty()) {
            errors.add(new FieldError("state", "isi state, priority atau note (give at least one)"));
        }
        if (!errors.isEmpty()) {
            throw Problem.validation(errors);
        }
        return change;
    }

    private static boolean isNote(String note) {
        return !note.isBlank() && note.length() <= MAX_NOTE;
    }

    private static <T> Optional<T> part(JsonNode body, String name, Function<String, Optional<T>> parse,
            List<FieldError> errors) {
        Optional<T> value = Optional.ofNullable(body.path(name).textValue()).flatMap(parse);
        if (body.has(name) && value.isEmpty()) {
            errors.add(new FieldError(name, "nilai tidak dikenal (unknown value)"));
        }
        return value;
    }
}
