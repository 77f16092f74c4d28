package id.siaga.simulator.device;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Water levels over the minutes of a story, linear between its points and level before the first and after the last. */
public record Series(List<Point> points) {

    /**
     * A level in cm at a minute; {@code source} says who published it, {@code note} says that and how it was
     * interpolated.
     */
    public record Point(double minute, double cm, @Nullable String source, @Nullable String note) {
    }

    /** Refuses an empty series and one whose minutes do not rise. */
    public Series {
        points = List.copyOf(points);
        if (points.isEmpty()) {
            throw new IllegalArgumentException("series: no points");
        }
        for (int i = 1; i < points.size(); i++) {
            if (points.get(i).minute() <= points.get(i - 1).minute()) {
                throw new IllegalArgumentException("series: minute " + points.get(i).minute() + " does not rise");
            }
        }
    }

    /** The level in cm at that minute. */
    public double cmAt(double minute) {
        Point before = points.getFirst();
        for (Point after : points) {
            if (minute < after.minute()) {
                return between(before, after, minute);
            }
            before = after;
        }
        return before.cm();
    }

    private static double between(Point before, Point after, double minute) {
        if (minute <= before.minute()) {
            return before.cm();
        }
        double share = (minute - before.minute()) / (after.minute() - before.minute());
        return before.cm() + (after.cm() - before.cm()) * share;
    }
}
