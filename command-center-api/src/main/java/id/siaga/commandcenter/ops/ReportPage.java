package id.siaga.commandcenter.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.http.Problem;
import id.siaga.commandcenter.http.Question;
import id.siaga.commandcenter.http.Shown;
import id.siaga.commandcenter.http.Visit;
import id.siaga.commandcenter.incident.Priority;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Reporting what no device saw. */
public record ReportPage(Clock clock) {
    private static final String TIME = "event_time";
    private static final List<String> WORDS = List.of("source", "title", "category", "priority", "kelurahan_code",
            "description", "channel_reference", "form_number");
    private static final List<String> DEGREES = List.of("lat", "lng");

    /**
     * @param typed what was written, by field
     * @param key makes a form that is sent twice one incident
     */
    public record View(List<Option> categories, List<Option> kelurahan, UnaryOperator<String> typed, String now,
            String key, Draft draft) {

        public List<String> priorities() {
            return Arrays.stream(Priority.values()).map(Enum::name).toList();
        }

        public List<Option> sources() {
            return Stream.of("COMPLAINT", "PATROL", "CALL_CENTER", "LAPOR", "MANUAL")
                    .map(each -> new Option(each, Words.reported(each))).toList();
        }

        public String typed(String field) {
            return typed.apply(field);
        }
    }

    Shown show(Visit visit) {
        return shown(visit, 200, Draft.of(visit));
    }

    private Shown shown(Visit visit, int status, Draft draft) {
        if (!visit.offers("report_incident")) {
            throw Problem.forbidden("report_incident");
        }
        String now = LocalDateTime.ofInstant(clock.instant(), Moment.WIB).truncatedTo(ChronoUnit.MINUTES).toString();
        return Templates.shown(status, "report", Frame.of(visit, Place.QUEUE, "Laporkan insiden", "Report an incident"),
                new View(Option.categories(visit), kelurahan(visit), visit::form, now, UUID.randomUUID().toString(),
                        draft));
    }

    private static List<Option> kelurahan(Visit visit) {
        return Json.each(visit.ask(Question.of("boundaries")).path("features")).map(each -> each.path("properties"))
                .map(each -> new Option(each.path("kode").asText(),
                        each.path("nama").asText() + ", Kec. " + each.path("nama_kecamatan").asText()))
                .sorted(Comparator.comparing(Option::words)).toList();
    }

    Shown report(Visit visit) {
        ObjectNode report = Json.form(visit, WORDS.toArray(String[]::new));
        DEGREES.forEach(field -> degrees(visit, report, field));
        report.put(TIME, Moment.typed(visit.form(TIME)));
        ObjectNode contact = Json.form(visit, "name", "phone");
        if (!contact.isEmpty()) {
            report.set("contact", contact);
        }
        try {
            JsonNode opened = visit.ask(
                    Question.of("report_incident").header("Idempotency-Key", visit.form("key")).saying(report));
            return new Shown.Elsewhere("/ops/insiden/" + opened.path("id").asText() + "?ok=1");
        } catch (Problem refused) {
            return shown(visit, refused.status(), Draft.refused(visit, Refusal.of(refused)));
        }
    }

    private static void degrees(Visit visit, ObjectNode report, String field) {
        String typed = visit.form(field).replace(',', '.');
        if (typed.matches("-?[0-9]{1,3}(\\.[0-9]{1,9})?")) {
            report.put(field, Double.parseDouble(typed));
        } else if (!typed.isEmpty()) {
            report.put(field, typed);
        }
    }
}
