package id.siaga.commandcenter.ops;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.http.Question;
import id.siaga.commandcenter.http.Screen;
import id.siaga.commandcenter.http.Shown;
import id.siaga.commandcenter.http.Visit;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;

/** The city's devices, searched. */
public record DevicesPage(Clock clock) implements Screen {
    private static final String EACH = "50";

    public record View(Filter filter, List<DeviceRow> rows, String next) {
    }

    /** As typed; empty means any. */
    public record Filter(String text, String kind, String presence, String status) {

        static Filter of(Visit visit) {
            return new Filter(visit.query("q"), visit.query("kind"), visit.query("presence"), visit.query("status"));
        }

        public List<String> kinds() {
            return List.of("flood", "rain", "gps", "cctv", "wifi", "switch", "radio", "link", "gateway", "pump",
                    "door", "room", "monitor");
        }

        public List<String> presences() {
            return List.of("online", "offline", "sleeping", "unknown");
        }

        public List<String> statuses() {
            return List.of("active", "unclaimed", "retired");
        }

        private Question question() {
            return Question.of("devices").where("q", text).where("kind", kind).where("presence", presence)
                    .where("status", status).where("limit", EACH);
        }
    }

    @Override
    public Shown answer(Visit visit) {
        Filter filter = Filter.of(visit);
        Instant now = clock.instant();
        JsonNode page = visit.ask(filter.question().where("cursor", visit.query("cursor")));
        List<DeviceRow> rows = StreamSupport.stream(page.path("items").spliterator(), false)
                .map(each -> DeviceRow.of(each, now)).toList();
        return Templates.shown("devices", Frame.of(visit, Place.DEVICES),
                new View(filter, rows, page.path("next_cursor").asText("")));
    }
}
