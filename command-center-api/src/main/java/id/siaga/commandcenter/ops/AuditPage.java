package id.siaga.commandcenter.ops;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.http.Problem;
import id.siaga.commandcenter.http.Question;
import id.siaga.commandcenter.http.Screen;
import id.siaga.commandcenter.http.Shown;
import id.siaga.commandcenter.http.Visit;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Who did or looked at what. Looking is on record too, so it says for what first. */
public record AuditPage(Clock clock) implements Screen {
    private static final String PURPOSE = "tujuan";

    /** {@code asked}: there was a purpose, so there is an answer. */
    public record View(Filter filter, boolean asked, List<Entry> entries, String next, Draft draft) {
    }

    /** As typed; {@code from} and {@code to} are times in Jakarta, {@code to} not included. */
    public record Filter(String purpose, String actor, String type, String object, String operation, String from,
            String to) {

        static Filter of(Visit visit) {
            return new Filter(visit.query(PURPOSE), visit.query("actor"), visit.query("object_type"),
                    visit.query("object_id"), visit.query("operation"), visit.query("from"), visit.query("to"));
        }

        public List<Option> types() {
            return AuditWords.objects();
        }

        Question question() {
            return Question.of("audit").header("X-Purpose", purpose).where("actor", actor).where("object_type", type)
                    .where("object_id", object).where("operation", operation)
                    .where("from", Moment.typed(from)).where("to", Moment.typed(to)).where("limit", "50");
        }
    }

    public record Entry(long seq, Moment at, String actor, String action, String object, String operation,
            String purpose, String detail, String sha256) {

        static Entry of(JsonNode entry, Instant now) {
            return new Entry(entry.path("seq").longValue(), Moment.of(Instant.parse(entry.path("at").asText()), now),
                    entry.path("actor").asText(), AuditWords.action(entry.path("action").asText()),
                    AuditWords.object(entry.path("object_type").asText("")) + " "
                            + entry.path("object_id").asText(""),
                    entry.path("operation").asText(""), entry.path("purpose").asText(""),
                    entry.path("detail").toPrettyString(), entry.path("sha256").asText(""));
        }
    }

    @Override
    public Shown answer(Visit visit) {
        Filter filter = Filter.of(visit);
        if (filter.purpose().isEmpty()) {
            return shown(visit, 200, new View(filter, false, List.of(), "", Draft.of(visit)));
        }
        try {
            Instant now = clock.instant();
            JsonNode page = visit.ask(filter.question().where("cursor", visit.query("cursor")));
            return shown(visit, 200, new View(filter, true, Json.items(page).map(each -> Entry.of(each, now)).toList(),
                    page.path("next_cursor").asText(""), Draft.of(visit)));
        } catch (Problem refused) {
            if (refused.status() == 403) {
                throw refused;
            }
            return shown(visit, refused.status(),
                    new View(filter, false, List.of(), "", Draft.refused(visit, Refusal.of(refused))));
        }
    }

    private static Shown shown(Visit visit, int status, View view) {
        if (!visit.offers("audit")) {
            throw Problem.forbidden("audit");
        }
        return Templates.shown(status, "audit", Frame.of(visit, Place.AUDIT), view);
    }
}
