package id.siaga.ingest.decode;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import id.siaga.ingest.telemetry.Clocks;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Reject;
import id.siaga.ingest.telemetry.Sample;

/**
 * Sorts the points of a message by the device they speak of and by time: what one device says of one instant is one
 * sample, whichever measurements it came under. Where there are several devices each keeps its own points; of people
 * nothing is kept ({@code privacy.yaml}).
 *
 * @param open what the kept points begin with, {@code comma} stands between and {@code close} behind them
 */
record TelegrafReports(Message message, Route route, String open, String comma, String close) {

    /** One row for one instant, whatever its clocks. */
    static final Comparator<Clocks> BY_TIME = Comparator.comparing(Clocks::observedAt);

    Decoded decoded(List<Point> points) throws Refused {
        Map<String, List<Point>> devices = new LinkedHashMap<>();
        for (Point point : points) {
            devices.computeIfAbsent(TelegrafDevice.of(point, route), id -> new ArrayList<>()).add(point);
        }
        if (devices.size() > Decoded.Several.MOST) {
            throw new Refused(Reject.TOO_MANY_SAMPLES,
                    devices.size() + " devices, at most " + Decoded.Several.MOST);
        }
        List<Decoded.Report> reports = devices.entrySet().stream()
                .map(device -> report(device.getKey(), device.getValue())).toList();
        if (reports.size() == 1) {
            return points.stream().allMatch(Point::whole) ? reports.get(0) : reports.get(0).keeping(part(points));
        }
        return new Decoded.Several(reports.stream()
                .map(report -> report.keeping(part(devices.getOrDefault(report.deviceId(), List.of()))))
                .toList());
    }

    private byte[] part(List<Point> points) {
        return points.stream().filter(point -> !point.fields().isEmpty()).map(Point::source)
                .collect(Collectors.joining(comma, open, close))
                .getBytes(StandardCharsets.UTF_8);
    }

    private Decoded.Report report(String device, List<Point> points) {
        Map<Clocks, DistinctReadings> samples = new TreeMap<>(BY_TIME);
        for (Point point : points) {
            Instant time = point.time();
            samples.computeIfAbsent(Clocks.choose(message, time, null, null), clocks -> new DistinctReadings())
                    .addAll(TelegrafMap.readings(point, route));
        }
        return new Decoded.Report(device, null, null, samples.entrySet().stream()
                .filter(sample -> !sample.getValue().isEmpty())
                .map(sample -> sample(sample.getKey(), sample.getValue().list())).toList(), List.of(), null);
    }

    private Sample sample(Clocks clocks, List<Reading> readings) {
        return new Sample(clocks.observedAt(), clocks.source(), clocks.flags() | City.simulated(message), readings,
                null);
    }
}
