package id.siaga.commandcenter.ops;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.http.Problem;
import id.siaga.commandcenter.http.Question;
import id.siaga.commandcenter.http.Shown;
import id.siaga.commandcenter.http.Visit;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an officer's unit is sent to, for one thumb on a phone. */
public record TasksPage(Clock clock) {
    private static final String PATH = "/ops/tugas";
    private static final Map<String, String> OPERATIONS = Map.of("step", "progress_assignment", "check_in", "check_in",
            "note", "note_assignment");

    /** {@code capture}: may take photos as proof. */
    public record View(List<Task> tasks, boolean capture, Draft draft) {
    }

    /**
     * {@code next} is the step that can be said now, {@code onScene} since when; {@code place} is empty where the officer
     * may not see the incident.
     */
    public record Task(long id, long incident, String number, String title, String priority, String category,
            String callSign, String place, Optional<IncidentRow.Point> at, Moment assigned, Step next,
            Optional<Moment> onScene, Optional<Moment> checkedIn) {

        static Task of(JsonNode assignment, Visit visit, Instant now) {
            Optional<JsonNode> incident = seen(visit, assignment.path("incident_id").asText());
            return new Task(assignment.path("id").longValue(), assignment.path("incident_id").longValue(),
                    Json.text(assignment.path("incident_number")), Json.text(assignment.path("incident_title")),
                    assignment.path("incident_priority").asText("P4"),
                    Option.category(visit, assignment.path("incident_category").asText("")),
                    assignment.path("call_sign").asText(), incident.map(IncidentRow::place).orElse(""),
                    incident.flatMap(IncidentRow::point),
                    Moment.of(Instant.parse(assignment.path("assigned_at").asText()), now), Step.next(assignment),
                    Moment.in(assignment.path("on_scene_at"), now),
                    Moment.in(assignment.path("last_check_in_at"), now));
        }

        /** A unit may be sent beyond where its officers see. */
        private static Optional<JsonNode> seen(Visit visit, String incident) {
            try {
                return Optional.of(visit.ask(Question.of("incident").at("id", incident)));
            } catch (Problem refused) {
                return Optional.empty();
            }
        }
    }

    /** The steps of an assignment, in their order. */
    public enum Step {
        ACCEPTED("accepted_at", "Terima tugas"), EN_ROUTE("en_route_at", "Berangkat"), ON_SCENE("on_scene_at",
                "Tiba di lokasi"), CLEARED("cleared_at", "Selesai, regu bebas");

        private final String field;
        private final String label;

        Step(String field, String label) {
            this.field = field;
            this.label = label;
        }

        public String label() {
            return label;
        }

        static Step next(JsonNode assignment) {
            Step next = ACCEPTED;
            for (Step step : values()) {
                if (assignment.path(step.field).isTextual() && step.ordinal() + 1 < values().length) {
                    next = values()[step.ordinal() + 1];
                }
            }
            return next;
        }
    }

    Shown show(Visit visit) {
        return shown(visit, 200, Draft.of(visit));
    }

    private Shown shown(Visit visit, int status, Draft draft) {
        Instant now = clock.instant();
        return Templates.shown(status, "tasks", Frame.of(visit, Place.TASKS),
                new View(
                        Json.items(visit.ask(Question.of("my_assignments"))).map(each -> Task.of(each, visit, now))
                                .toList(),
                        visit.offers("capture_photo"), draft));
    }

    Shown say(Visit visit) {
        String what = OPERATIONS.getOrDefault(visit.form("what"), "progress_assignment");
        return Draft.send(visit,
                Question.of(what).at("id", visit.path("id")).saying(Json.form(visit, "step", "note")), PATH + "?ok=1",
                this::shown);
    }
}
