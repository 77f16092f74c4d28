package id.siaga.commandcenter.unit;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What positions tell of the way to an incident. A function of the fixes' own times and places alone: in whatever order
 * they come, the journey is the same.
 *
 * @param departed when it was first seen away from where it stood when it was sent
 * @param arrived when it had stayed at the incident long enough
 */
public record Journey(Optional<Instant> departed, Optional<Instant> arrived) {
    public static final Journey NONE = new Journey(Optional.empty(), Optional.empty());

    /**
     * @param leaveM metres from where it stood beyond which it has left
     * @param arriveM metres from the incident within which it is there
     * @param stay how long it must be within, without a longer gap between fixes than {@code gap}
     */
    public record Bounds(double leaveM, double arriveM, Duration stay, Duration gap) {
    }

    /** When and from where it was sent, and where to. Without a known base it stood at its first fix. */
    public record Errand(Instant sent, Optional<Spot> base, Optional<Spot> goal) {
    }

    /** Fixes from before the errand say where it stood; one at base stood at base, wherever in the yard. */
    public static Journey of(Errand errand, Collection<Fix> fixes, Bounds bounds) {
        TreeMap<Instant, Spot> track = new TreeMap<>();
        fixes.forEach(fix -> track.put(fix.at(), fix.spot()));
        List<Fix> under = track.tailMap(errand.sent(), true).entrySet().stream()
                .map(entry -> new Fix(entry.getKey(), entry.getValue())).toList();
        return new Journey(departure(origin(errand, track, bounds), under, bounds), errand.goal()
                .flatMap(goal -> arrival(goal, under, bounds)));
    }

    private static Optional<Spot> origin(Errand errand, TreeMap<Instant, Spot> track, Bounds bounds) {
        Optional<Spot> stood = Optional.ofNullable(track.floorEntry(errand.sent()))
                .filter(last -> !last.getKey().isBefore(errand.sent().minus(bounds.gap())))
                .map(last -> last.getValue());
        Optional<Spot> away = stood.filter(spot -> errand.base()
                .map(base -> base.metresTo(spot) > bounds.leaveM()).orElse(true));
        return away.or(errand::base).or(() -> Optional.ofNullable(track.ceilingEntry(errand.sent()))
                .map(first -> first.getValue()));
    }

    private static Optional<Instant> departure(Optional<Spot> origin, List<Fix> under, Bounds bounds) {
        return under.stream().filter(fix -> origin.map(spot -> spot.metresTo(fix.spot()) > bounds.leaveM())
                .orElse(false)).map(Fix::at).findFirst();
    }

    private static Optional<Instant> arrival(Spot goal, List<Fix> under, Bounds bounds) {
        Optional<Instant> entered = Optional.empty();
        Instant last = Instant.MIN;
        for (Fix fix : under) {
            boolean inside = goal.metresTo(fix.spot()) <= bounds.arriveM();
            boolean unbroken = entered.isPresent() && !fix.at().isAfter(last.plus(bounds.gap()));
            entered = inside ? Optional.of(unbroken ? entered.get() : fix.at()) : Optional.empty();
            last = fix.at();
            if (inside && !fix.at().isBefore(entered.get().plus(bounds.stay()))) {
                return Optional.of(entered.get().plus(bounds.stay()));
            }
        }
        return Optional.empty();
    }
}
