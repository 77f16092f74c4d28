package id.siaga.commandcenter.ops;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Readings over time as places in a drawing of {@link #WIDTH} by {@link #HEIGHT}; pure geometry. */
public record ReadingChart(String word, String unit, String line, List<Mark> marks, List<Tick> across, List<Tick> up,
        List<Tick> limits) {
    public static final int WIDTH = 720;
    public static final int HEIGHT = 260;
    public static final int LEFT = 56;
    public static final int RIGHT = 600;
    public static final int TOP = 12;
    public static final int BOTTOM = 224;
    private static final int STEPS = 4;
    /** Of the height left free above and below, so that no line lies on the frame. */
    private static final double AIR = 0.08;

    /** One reading; {@code cause} when a decision rests on it. */
    public record Sample(Instant at, double value, boolean cause) {
    }

    /** A value that means something, such as a Siaga level. */
    public record Limit(String name, double value) {
    }

    /** Where a causing reading stands. */
    public record Mark(String x, String y, String text) {
    }

    /** A line across or up, and what it says. */
    public record Tick(String at, String text) {
    }

    private record Scale(double low, double high, int from, int to) {
        String of(double value) {
            return String.format(Locale.ROOT, "%.1f", from + (value - low) / (high - low) * (to - from));
        }

        /** Values a person would choose: 1, 2 or 5 times a power of ten apart. */
        DoubleStream round() {
            double wide = (high - low) / STEPS;
            double power = Math.pow(10, Math.floor(Math.log10(wide)));
            double apart = DoubleStream.of(1, 2, 5, 10).map(each -> each * power).filter(each -> each >= wide)
                    .findFirst().orElse(wide);
            double first = Math.ceil(low / apart);
            return IntStream.rangeClosed(0, (int) (Math.floor(high / apart) - first)).mapToDouble(
                    index -> (first + index) * apart);
        }

        double step(int index) {
            return low + (high - low) * index / STEPS;
        }
    }

    /** Needs at least one sample; limits far from every sample do not stretch the drawing. */
    static ReadingChart of(String word, String unit, List<Sample> unsorted, List<Limit> limits) {
        List<Sample> samples = unsorted.stream().sorted(Comparator.comparing(Sample::at)).toList();
        Scale time = time(samples);
        Scale height = height(samples, limits);
        return new ReadingChart(word, unit,
                samples.stream().map(each -> time.of(seconds(each.at())) + "," + height.of(each.value()))
                        .collect(joining(" ")),
                samples.stream().filter(Sample::cause)
                        .map(each -> new Mark(time.of(seconds(each.at())), height.of(each.value()),
                                "%s %s".formatted(figure(each.value()), unit)))
                        .toList(),
                IntStream.rangeClosed(0, STEPS).mapToObj(time::step)
                        .map(at -> new Tick(time.of(at), Moment.clock(Instant.ofEpochSecond((long) at.doubleValue()))))
                        .toList(),
                height.round().mapToObj(at -> new Tick(height.of(at), figure(at))).toList(),
                limits.stream().filter(each -> each.value() > height.low() && each.value() < height.high())
                        .map(each -> new Tick(height.of(each.value()), each.name() + " " + figure(each.value())))
                        .toList());
    }

    private static Scale time(List<Sample> samples) {
        double first = seconds(samples.getFirst().at());
        double last = seconds(samples.getLast().at());
        double least = Duration.ofMinutes(2).toSeconds();
        double air = Math.max(0, least - (last - first)) / 2;
        return new Scale(first - air, last + air, LEFT, RIGHT);
    }

    private static Scale height(List<Sample> samples, List<Limit> limits) {
        double low = samples.stream().mapToDouble(Sample::value).min().orElseThrow();
        double high = samples.stream().mapToDouble(Sample::value).max().orElseThrow();
        double reach = Math.max(high - low, Math.max(Math.abs(high) / 2, 1));
        List<Double> all = new ArrayList<>(List.of(low, high));
        limits.stream().map(Limit::value).filter(value -> value > low - reach && value < high + reach)
                .forEach(all::add);
        double lowest = values(all).min().orElseThrow();
        double highest = values(all).max().orElseThrow();
        double air = Math.max((highest - lowest) * AIR, 0.5);
        return new Scale(lowest - air, highest + air, BOTTOM, TOP);
    }

    private static DoubleStream values(List<Double> all) {
        return all.stream().mapToDouble(Double::doubleValue);
    }

    private static double seconds(Instant at) {
        return at.toEpochMilli() / 1_000.0;
    }

    /** The Indonesian way: a comma, and no more digits than it is worth. */
    static String figure(double value) {
        double shown = Math.rint(value * 10) / 10;
        return shown == Math.rint(shown)
                ? "%d".formatted(Math.round(shown))
                : String.format(Locale.ROOT, "%.1f", shown).replace('.', ',');
    }
}
