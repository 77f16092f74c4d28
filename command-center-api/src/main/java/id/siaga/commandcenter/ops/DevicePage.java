package id.siaga.commandcenter.ops;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.http.Question;
import id.siaga.commandcenter.http.Screen;
import id.siaga.commandcenter.http.Shown;
import id.siaga.commandcenter.http.Visit;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** One device: how it is, what it said last, what is open about it. */
public record DevicePage(Clock clock) implements Screen {
    private static final String DEVICE = "device_id";

    public record View(DeviceRow row, String firmware, String interval, String post, Optional<ReadingChart> chart,
            List<Decision.Reading> readings, List<Alert> alerts) {
    }

    public record Alert(String title, String severity, Moment opened, boolean open) {

        static Alert of(JsonNode alert, Instant now) {
            return new Alert(alert.path("title").asText(), Words.severity(alert.path("severity").asText()),
                    Moment.of(Instant.parse(alert.path("opened_at").asText()), now),
                    alert.path("cleared_at").isNull());
        }
    }

    @Override
    public Shown answer(Visit visit) {
        Instant now = clock.instant();
        String id = visit.path(DEVICE);
        JsonNode device = visit.ask(Question.of("device").at(DEVICE, id));
        List<JsonNode> readings = items(visit.ask(Question.of("readings").where(DEVICE, id).where("limit", "200")));
        DeviceRow row = DeviceRow.of(device, now);
        View view = new View(row, device.at("/reported/firmware").asText("—"),
                device.path("interval_s").isNumber() ? device.path("interval_s").asText() + " dtk" : "—",
                device.path("post").asText("—"), chart(visit, id, readings),
                readings.stream().limit(20).map(each -> Decision.Reading.of(each, now)).toList(),
                items(visit.ask(Question.of("alerts").where(DEVICE, id).where("limit", "20"))).stream()
                        .map(each -> Alert.of(each, now)).toList());
        return Templates.shown("device", Frame.of(visit, Place.DEVICES, row.name(), "Device"), view);
    }

    private static Optional<ReadingChart> chart(Visit visit, String id, List<JsonNode> readings) {
        Optional<Measure> measure = readings.stream().flatMap(each -> Measure.of(each).stream()).findFirst();
        return measure.map(figure -> ReadingChart.of(figure.word(), figure.unit(),
                readings.stream().filter(figure::isIn)
                        .map(each -> new ReadingChart.Sample(Instant.parse(each.path("observed_at").asText()),
                                figure.in(each), false))
                        .toList(),
                figure == Measure.STAGE ? CauseChart.bands(visit, id) : List.of()));
    }

    private static List<JsonNode> items(JsonNode page) {
        return StreamSupport.stream(page.path("items").spliterator(), false).toList();
    }
}
