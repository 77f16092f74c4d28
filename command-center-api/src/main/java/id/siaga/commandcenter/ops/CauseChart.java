package id.siaga.commandcenter.ops;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.http.Question;
import id.siaga.commandcenter.http.Visit;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Draws what the deciding device reported around the time of the decisions, and the limits then in force. */
final class CauseChart {
    private static final Duration AROUND = Duration.ofHours(1);
    private static final String READINGS = "readings";
    private static final String MOST = "400";
    private static final String DEVICE = "device_id";

    private CauseChart() {
    }

    /** Empty when no decision rests on a figure. */
    static Optional<ReadingChart> of(Visit visit, JsonNode evidence) {
        List<JsonNode> causes = items(evidence).flatMap(event -> items(event.path(READINGS)))
                .filter(reading -> Measure.of(reading).isPresent()).toList();
        return causes.stream().findFirst().map(first -> drawn(visit, first, causes));
    }

    private static ReadingChart drawn(Visit visit, JsonNode first, List<JsonNode> causes) {
        Measure measure = Measure.of(first).orElseThrow();
        String device = first.path(DEVICE).asText();
        List<JsonNode> deciding = causes.stream()
                .filter(each -> each.path(DEVICE).asText().equals(device) && measure.isIn(each)).toList();
        Set<Instant> times = new HashSet<>(deciding.stream().map(CauseChart::at).toList());
        List<ReadingChart.Sample> samples = Stream.concat(deciding.stream(),
                around(visit, device, times).filter(each -> measure.isIn(each) && !times.contains(at(each))))
                .map(each -> new ReadingChart.Sample(at(each), measure.in(each), times.contains(at(each)))).toList();
        return ReadingChart.of(measure.word(), measure.unit(), samples,
                measure == Measure.STAGE ? bands(visit, device) : List.of());
    }

    private static Stream<JsonNode> around(Visit visit, String device, Set<Instant> times) {
        if (!visit.offers(READINGS)) {
            return Stream.empty();
        }
        Instant from = times.stream().min(Instant::compareTo).orElseThrow().minus(AROUND);
        Instant to = times.stream().max(Instant::compareTo).orElseThrow().plus(AROUND);
        return items(visit.ask(Question.of(READINGS).where(DEVICE, device).where("from", from.toString())
                .where("to", to.toString()).where("limit", MOST)).path("items"));
    }

    /** The levels of a gauge's post; none where the reader may not ask, or the device stands at none. */
    static List<ReadingChart.Limit> bands(Visit visit, String device) {
        if (!visit.offers("device") || !visit.offers("posts")) {
            return List.of();
        }
        String post = visit.ask(Question.of("device").at(DEVICE, device)).path("post").asText("");
        return items(visit.ask(Question.of("posts")).path("items"))
                .filter(each -> each.path("post").asText().equals(post)).flatMap(each -> items(each.path("bands")))
                .map(band -> new ReadingChart.Limit(Words.level(band.path("level").asText()),
                        band.path("above_cm").doubleValue()))
                .toList();
    }

    private static Instant at(JsonNode reading) {
        return Instant.parse(reading.path("observed_at").asText());
    }

    private static Stream<JsonNode> items(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
