package id.siaga.commandcenter.ops;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.http.Question;
import id.siaga.commandcenter.http.Screen;
import id.siaga.commandcenter.http.Shown;
import id.siaga.commandcenter.http.Visit;
import id.siaga.commandcenter.incident.IncidentState;
import id.siaga.commandcenter.incident.Priority;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What waits, most urgent first. */
public record QueuePage(Clock clock) implements Screen {
    private static final String OPERATION = "incidents";
    private static final String EACH = "60";

    /**
     * @param next the cursor of the next page, empty at the end
     * @param unattended alerts that still stand although no open incident has them
     */
    public record View(Filter filter, List<IncidentRow> rows, String query, String next, boolean searchable,
            boolean clocked, boolean reports, List<Option> kecamatan, List<Option> categories,
            List<Standing> unattended) {
    }

    /** An alert that has not cleared; {@code incident} is the finished one it was of, empty where there is none. */
    public record Standing(String title, String device, Moment since, String incident) {

        static Standing of(JsonNode alert, Instant now) {
            return new Standing(alert.path("title").asText(), alert.path("device_id").asText(),
                    Moment.of(Instant.parse(alert.path("opened_at").asText()), now),
                    alert.path("incident_id").isNumber() ? alert.path("incident_id").asText() : "");
        }

        private static List<Standing> unattended(Visit visit, Instant now) {
            return visit.offers("alerts")
                    ? Json.items(visit.ask(Question.of("alerts").where("unattended", "true").where("limit", "50")))
                            .map(each -> of(each, now)).toList()
                    : List.of();
        }
    }

    /** As typed; empty means any. {@code open} is "true", "false" or "semua". */
    public record Filter(String open, String priority, String state, String kecamatan, String category, String text,
            String overdue) {

        static Filter of(Visit visit) {
            return new Filter(visit.query("open").isEmpty() ? "true" : visit.query("open"), visit.query("priority"),
                    visit.query("state"), visit.query("kecamatan"), visit.query("category"), visit.query("q"),
                    visit.query("overdue"));
        }

        public List<String> states() {
            return Arrays.stream(IncidentState.values()).map(Enum::name).toList();
        }

        public List<String> priorities() {
            return Arrays.stream(Priority.values()).map(Enum::name).toList();
        }

        /** By its code or by its name. */
        public boolean isIn(Option area) {
            return kecamatan.equals(area.code()) || kecamatan.equals(area.words());
        }

        private Question question() {
            return Question.of(OPERATION).where("open", open.equals("semua") ? "" : open).where("priority", priority)
                    .where("state", state).where("kecamatan", kecamatan).where("category", category).where("q", text)
                    .where("overdue", overdue).where("limit", EACH);
        }
    }

    @Override
    public Shown answer(Visit visit) {
        return Templates.shown("queue", Frame.of(visit, Place.QUEUE), view(visit));
    }

    View view(Visit visit) {
        Filter filter = Filter.of(visit);
        Instant now = clock.instant();
        List<JsonNode> pages = asked(visit, filter);
        List<IncidentRow> rows = new ArrayList<>();
        pages.forEach(page -> page.path("items").forEach(each -> rows.add(IncidentRow.of(each, now))));
        rows.sort(IncidentRow.BY_URGENCY);
        return new View(filter, rows, visit.queries(), pages.size() == 1 ? next(pages.getFirst()) : "",
                visit.knows(OPERATION, "q"), visit.knows(OPERATION, "overdue"), visit.offers("report_incident"),
                Kecamatan.of(visit).all(), Option.categories(visit), Standing.unattended(visit, now));
    }

    private static String next(JsonNode page) {
        return page.path("next_cursor").asText("");
    }

    /** Each priority by itself, so that no number of newer incidents pushes an older P1 off the page. */
    private static List<JsonNode> asked(Visit visit, Filter filter) {
        if (visit.knows(OPERATION, "sort")) {
            return List.of(visit.ask(filter.question().where("sort", "urgent").where("cursor", visit.query("cursor"))));
        }
        if (!filter.priority().isEmpty() || !filter.open().equals("true")) {
            return List.of(visit.ask(filter.question().where("cursor", visit.query("cursor"))));
        }
        return filter.priorities().stream().map(each -> visit.ask(filter.question().where("priority", each))).toList();
    }
}
