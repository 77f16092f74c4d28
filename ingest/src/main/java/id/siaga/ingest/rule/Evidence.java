package id.siaga.ingest.rule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import id.siaga.ingest.rule.RuleState.Point;

/** Lists of what was seen that cannot outgrow {@value #MOST}: the newest stay. */
final class Evidence {

    static final int MOST = 100;

    private Evidence() {
    }

    static <T> List<T> append(List<T> earlier, T now, int most) {
        List<T> longer = new ArrayList<>(newest(earlier, most - 1));
        longer.add(now);
        return List.copyOf(longer);
    }

    static <T> List<T> newest(List<T> all, int most) {
        return all.size() <= most ? all : all.subList(all.size() - most, all.size());
    }

    static List<Instant> times(List<Point> points) {
        return newest(points, MOST).stream().map(Point::at).toList();
    }
}
