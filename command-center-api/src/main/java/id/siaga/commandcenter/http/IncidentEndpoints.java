package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.incident.Evidence;
import id.siaga.commandcenter.incident.IncidentChange;
import id.siaga.commandcenter.incident.IncidentDesk;
import id.siaga.commandcenter.incident.IncidentFilter;
import id.siaga.commandcenter.incident.IncidentOrder;
import id.siaga.commandcenter.incident.IncidentQueries;
import id.siaga.commandcenter.incident.IncidentState;
import id.siaga.commandcenter.incident.Move;
import id.siaga.commandcenter.incident.Priority;
import id.siaga.commandcenter.incident.Source;
import id.siaga.commandcenter.incident.Verification;
import id.siaga.commandcenter.place.Places;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Incidents and tickets over HTTP: the queue, one of them, and moving it on. */
public record IncidentEndpoints(IncidentQueries queries, IncidentDesk desk, Evidence evidence,
        Places places) {
    private static final Set<String> CHANGEABLE = Set.of("state", "priority", "category", "note", "duplicate_of",
            "agency", "verification");
    private static final Map<String, IncidentState> TAKEN_BY = Map.of("duplicate_of", IncidentState.DUPLIKAT, "agency",
            IncidentState.DITERUSKAN, "verification", IncidentState.DIVERIFIKASI);
    private static final int MAX_NOTE = 2000;
    private static final int MAX_NAME = 200;
    private static final Pattern URGENT_KEY = Pattern.compile("[1-9]:[0-9]{1,18}");

    public Map<String, Endpoint> byOperation() {
        return Map.of("incidents", this::incidents, "incident", this::incident, "change_incident", this::change,
                "timeline", this::timeline, "evidence", this::evidence, "tickets", this::tickets, "incident_clocks",
                this::clocks);
    }

    private Reply incidents(Call call) {
        Page page = Page.of(call);
        boolean urgent = "urgent".equals(call.oneOf("sort", "urgent", "newest"));
        IncidentQueries.Part part = new IncidentQueries.Part(urgent ? IncidentOrder.URGENT : IncidentOrder.NEWEST,
                urgent ? urgentKey(page) : page.after().map(key -> List.of(page.before())).orElse(List.of()),
                page.probe());
        return page.reply(queries.incidents(call.scope(), filter(call), part),
                urgent
                        ? row -> row.path("urgency").asText() + ":" + row.path("id").asText()
                        : row -> row.path("id").asText());
    }

    private static List<Long> urgentKey(Page page) {
        if (page.after().isEmpty()) {
            return List.of();
        }
        if (!URGENT_KEY.matcher(page.after().get()).matches()) {
            throw Problem.field("cursor", "bukan next_cursor daftar ini (not a next_cursor of this list)");
        }
        return Stream.of(page.after().get().split(":")).map(Long::parseLong).toList();
    }

    private IncidentFilter filter(Call call) {
        return new IncidentFilter(call.oneOf("state", IncidentState.class), call.oneOf("priority", Priority.class),
                call.known("category", queries::isCategory), call.known("kecamatan", places::hasKecamatan),
                call.oneOf("source", Source.class),
                call.truth("overdue"), call.truth("open"), call.sought("q"));
    }

    private Reply incident(Call call) {
        return Outcomes.tagged(found(call));
    }

    private ObjectNode found(Call call) {
        return queries.incident(call.scope(), call.id())
                .orElseThrow(() -> Problem.missing("insiden " + call.path("id")));
    }

    private Reply timeline(Call call) {
        found(call);
        return Reply.items(queries.timeline(call.id()));
    }

    private Reply evidence(Call call) {
        found(call);
        return Reply.items(evidence.of(call.id()));
    }

    private Reply clocks(Call call) {
        found(call);
        return Reply.items(queries.clocks(call.id()));
    }

    private Reply tickets(Call call) {
        Page page = Page.of(call);
        return page.reply(queries.tickets(call.oneOf("state", "BUKA", "SELESAI"), page.before(), page.probe()), "id");
    }

    private Reply change(Call call) {
        IncidentDesk.Asked asked = Outcomes.asked(call);
        return Outcomes.reply(desk.change(asked, changeIn(Fields.of(call.json(), CHANGEABLE))), call);
    }

    private static IncidentChange changeIn(Fields fields) {
        Optional<IncidentState> to = fields.word("state", IncidentState::named);
        TAKEN_BY.forEach((name, state) -> fields.expect(!fields.has(name) || to.equals(Optional.of(state)), name,
                "hanya dengan (only with) state " + state));
        IncidentChange change = new IncidentChange(
                to.map(state -> move(fields, state)),
                fields.word("priority", Priority::named), fields.text("category", MAX_NAME),
                fields.text("note", MAX_NOTE));
        if (CHANGEABLE.stream().noneMatch(fields::has)) {
            fields.wrong("state", "isi state, priority, category atau note (give at least one)");
        }
        fields.check();
        return change;
    }

    private static Move move(Fields fields, IncidentState state) {
        return switch (state) {
            case DIVERIFIKASI -> new Move.Verified(fields.word("verification", IncidentEndpoints::outcome)
                    .orElse(Verification.VALID));
            case DUPLIKAT -> new Move.DuplicateOf(
                    fields.needed("duplicate_of", fields.whole("duplicate_of", 1, Long.MAX_VALUE), 0L));
            case DITERUSKAN -> new Move.Forwarded(fields.needed("agency", fields.text("agency", MAX_NAME), ""));
            case BARU, DITUGASKAN, MENUJU_LOKASI, DI_LOKASI, DITANGANI, SELESAI, DITUTUP, DITOLAK, DIBATALKAN ->
                new Move.On(
                        state);
        };
    }

    private static Optional<Verification> outcome(String word) {
        return Stream.of(Verification.VALID, Verification.OVERRIDE).filter(each -> each.name().equals(word))
                .findFirst();
    }
}
