package id.siaga.commandcenter.ops;

import static java.util.stream.Collectors.groupingBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.http.Question;
import id.siaga.commandcenter.http.Shown;
import id.siaga.commandcenter.http.Visit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Which unit goes where: units by state, what waits for one, and why this one. */
public record DispatchPage(Clock clock, QueuePage queue) {
    private static final String CHOSEN = "insiden";
    private static final String PATH = "/ops/penugasan";
    private static final List<String> STATES = List.of("SIAGA", "DITUGASKAN", "MENUJU", "DI_LOKASI", "ISTIRAHAT",
            "LUAR_DINAS");

    /** {@code key} makes a form that is sent twice one assignment. */
    public record View(List<Group> groups, List<IncidentRow> rows, Optional<Choice> choice, List<Assignment> open,
            Draft draft, String key) {
    }

    public record Group(String state, List<Unit> units) {
    }

    public record Unit(String callSign, String kind, String kecamatan, Moment since, String source) {

        static Unit of(JsonNode unit, Kecamatan kecamatan, Instant now) {
            return new Unit(unit.path("call_sign").asText(), Json.text(unit.path("kind_name")),
                    kecamatan.where(unit.path("kecamatan_code").asText("")),
                    Moment.of(Instant.parse(unit.path("state_since").asText()), now),
                    Words.source(unit.path("state_source").asText()));
        }
    }

    /** The incident a unit is sought for, and who could go, in the order of the recommendation. */
    public record Choice(IncidentRow incident, List<Candidate> candidates) {
    }

    public record Candidate(long id, String callSign, String kind, String state, boolean fit, boolean proposed,
            String distance, String eta, List<String> pros, List<String> cons, List<String> excluded) {

        static Candidate of(JsonNode unit, Set<Long> proposed) {
            long id = unit.path("unit_id").longValue();
            return new Candidate(id, unit.path("call_sign").asText(), unit.path("kind").asText(),
                    Words.unit(unit.path("state").asText()), unit.path("fit").booleanValue(), proposed.contains(id),
                    distance(unit.path("distance_m")), eta(unit.path("eta_s")), Json.words(unit.path("for")),
                    Json.words(unit.path("against")), Json.words(unit.path("excluded")));
        }

        private static String distance(JsonNode metres) {
            return metres.isNumber()
                    ? ReadingChart.figure(metres.doubleValue() / 1_000) + " km"
                    : "jarak tidak diketahui";
        }

        private static String eta(JsonNode seconds) {
            return seconds.isNumber() ? "± " + Moment.age(Duration.ofSeconds(seconds.longValue())) : "";
        }
    }

    public record Assignment(long id, String callSign, long incident, String title, String priority, String step,
            Moment assigned) {

        static Assignment of(JsonNode assignment, Instant now) {
            return new Assignment(assignment.path("id").longValue(), assignment.path("call_sign").asText(),
                    assignment.path("incident_id").longValue(), Json.text(assignment.path("incident_title")),
                    assignment.path("incident_priority").asText("P4"),
                    Words.unit(assignment.path("unit_state").asText()),
                    Moment.of(Instant.parse(assignment.path("assigned_at").asText()), now));
        }
    }

    Shown show(Visit visit) {
        return shown(visit, 200, Draft.of(visit));
    }

    private Shown shown(Visit visit, int status, Draft draft) {
        Instant now = clock.instant();
        String asked = visit.query(CHOSEN).isEmpty() ? visit.path("id") : visit.query(CHOSEN);
        View view = new View(groups(visit, now), queue.view(visit).rows(),
                asked.isEmpty() ? Optional.empty() : Optional.of(choice(visit, asked, now)),
                Json.items(visit.ask(Question.of("assignments").where("open", "true")))
                        .map(each -> Assignment.of(each, now)).toList(),
                draft, UUID.randomUUID().toString());
        return Templates.shown(status, "dispatch", Frame.of(visit, Place.DISPATCH), view);
    }

    private static List<Group> groups(Visit visit, Instant now) {
        Kecamatan kecamatan = Kecamatan.of(visit);
        Map<String, List<JsonNode>> units = Json
                .items(visit.ask(Question.of("units").where("active", "true").where("limit", "500")))
                .collect(groupingBy(unit -> unit.path("state").asText()));
        return STATES.stream().map(state -> new Group(Words.unit(state),
                units.getOrDefault(state, List.of()).stream().map(unit -> Unit.of(unit, kecamatan, now)).toList()))
                .toList();
    }

    private static Choice choice(Visit visit, String id, Instant now) {
        JsonNode found = visit.ask(Question.of("recommendation").at("id", id));
        Set<Long> proposed = new HashSet<>();
        found.path("proposed").forEach(each -> proposed.add(each.longValue()));
        return new Choice(IncidentRow.of(visit.ask(Question.of("incident").at("id", id)), now),
                Json.each(found.path("units")).map(unit -> Candidate.of(unit, proposed)).toList());
    }

    Shown assign(Visit visit) {
        ObjectNode order = Json.form(visit, "override_reason", "preempt_reason");
        visit.forms("unit").stream().filter(id -> id.matches("[0-9]{1,18}"))
                .forEach(id -> order.withArray("unit_ids").add(Long.parseLong(id)));
        order.withArray("unit_ids");
        return Draft.send(visit,
                Question.of("assign").at("id", visit.path("id")).header("Idempotency-Key", visit.form("key"))
                        .saying(order),
                PATH + "?ok=1", this::shown);
    }

    Shown release(Visit visit) {
        return Draft.send(visit,
                Question.of("release_assignment").at("id", visit.path("assignment")).saying(Json.form(visit, "reason")),
                PATH + "?ok=1", this::shown);
    }
}
