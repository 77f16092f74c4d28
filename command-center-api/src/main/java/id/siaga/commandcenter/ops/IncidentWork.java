package id.siaga.commandcenter.ops;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.http.Question;
import id.siaga.commandcenter.http.Visit;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What is being done about an incident; empty where the reader may not ask.
 *
 * @param photos that came with the report, and those taken as proof and not yet part of a closure
 * @param key makes a proposal that is sent twice one closure
 */
public record IncidentWork(List<Clock> clocks, List<Step> steps, List<Closure> closures, List<Photo> photos,
        May may, String key) {

    /** Which buttons there are. */
    public record May(boolean dispatch, boolean tick, boolean waive, boolean propose, boolean capture, boolean pause,
            boolean share, boolean split, boolean contacts) {

        static May of(Visit visit) {
            return new May(visit.offers("recommendation"), visit.offers("tick_step"), visit.offers("waive_steps"),
                    visit.offers("propose_closure"), visit.offers("capture_photo"), visit.offers("pause_incident"),
                    visit.offers("share_incident"), visit.offers("split_incident"), visit.offers("incident_contacts"));
        }
    }

    static IncidentWork of(Visit visit, Instant now) {
        return new IncidentWork(
                items(visit, "incident_clocks").stream().map(each -> Clock.of(each, now)).toList(),
                items(visit, "checklist").stream().map(Step::of).toList(), closures(visit, now),
                items(visit, "incident_photos").stream().filter(each -> Photo.isSource(each) || Photo.isLoose(each))
                        .map(each -> Photo.of(each, now)).toList(),
                May.of(visit), UUID.randomUUID().toString());
    }

    private static List<JsonNode> items(Visit visit, String operation) {
        return visit.offers(operation)
                ? Json.items(visit.ask(Question.of(operation).at("id", visit.path("id")))).toList()
                : List.of();
    }

    private static List<Closure> closures(Visit visit, Instant now) {
        return visit.offers("closures")
                ? Json.items(visit.ask(Question.of("closures").where("incident_id", visit.path("id"))
                        .where("limit", "5"))).map(each -> Closure.of(each, visit, now)).toList()
                : List.of();
    }

    /** Photos that can be sent as proof. */
    public List<Photo> proofs() {
        return photos.stream().filter(each -> !each.source()).toList();
    }

    /** Photos that came with the report. */
    public List<Photo> sources() {
        return photos.stream().filter(Photo::source).toList();
    }

    /** Steps somebody still has to do or to do without. */
    public List<Step> open() {
        return steps.stream().filter(step -> !step.settled()).toList();
    }

    /** One clock: how long a part took, or until when it may take. */
    public record Clock(String name, String standing, boolean overdue) {

        static Clock of(JsonNode clock, Instant now) {
            Optional<Moment> stopped = Moment.in(clock.path("stopped_at"), now);
            Optional<Moment> due = Moment.in(clock.path("due_at"), now);
            return new Clock(Words.clock(clock.path("clock").asText()),
                    stopped.map(at -> "berhenti " + at.text())
                            .orElseGet(() -> due.map(at -> "sampai " + at.text()).orElse("berjalan")),
                    clock.path("overdue_at").isTextual());
        }
    }

    /** One step of the checklist; {@code by} says who settled it, and why where it was done without. */
    public record Step(int position, String text, boolean mandatory, boolean settled, String by) {

        static Step of(JsonNode step) {
            boolean done = step.path("done_at").isTextual();
            boolean waived = step.path("waived_at").isTextual();
            return new Step(step.path("position").intValue(), step.path("text").asText(),
                    step.path("mandatory").booleanValue(), done || waived, by(step, done, waived));
        }

        private static String by(JsonNode step, boolean done, boolean waived) {
            if (done) {
                return "selesai, " + step.path("done_by").asText();
            }
            return waived
                    ? "dikesampingkan, %s: %s".formatted(step.path("waived_by").asText(),
                            step.path("waive_reason").asText())
                    : "";
        }
    }

    /** A photo that came with the report ({@code source}), or that nobody has sent as proof yet. */
    public record Photo(long id, boolean source, String by, Moment taken, String where) {

        static boolean isSource(JsonNode photo) {
            return photo.path("purpose").asText().equals("SOURCE");
        }

        static boolean isLoose(JsonNode photo) {
            return photo.path("purpose").asText().equals("CLOSURE") && photo.path("closure_id").isNull();
        }

        static Photo of(JsonNode photo, Instant now) {
            return new Photo(photo.path("id").longValue(), isSource(photo), photo.path("added_by").asText(),
                    Moment.in(photo.path("captured_at"), now)
                            .orElseGet(() -> Moment.of(Instant.parse(photo.path("received_at").asText()), now)),
                    photo.path("distance_m").isNumber()
                            ? "%d m dari kejadian".formatted(Math.round(photo.path("distance_m").doubleValue()))
                            : "jarak tidak diketahui");
        }
    }
}
