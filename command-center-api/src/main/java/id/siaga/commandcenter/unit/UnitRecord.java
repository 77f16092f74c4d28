package id.siaga.commandcenter.unit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Everything that decides a unit's state. The state at any instant is read off it, so that what became known late
 * changes the past as if it had been known in time.
 *
 * @param errands at most one at a time
 */
public record UnitRecord(List<Span> duty, List<Errand> errands, List<ByHand> overrides) {

    /** From an instant to another, the second not included. */
    public record Span(Instant from, Instant to) {
        boolean holds(Instant at) {
            return !at.isBefore(from) && at.isBefore(to);
        }
    }

    /** A step on the way, and whether somebody said so or GPS showed it. */
    public record Step(Instant at, Stay.Source source) {
    }

    /** @param actions when a dispatcher or the crew did something about it */
    public record Errand(Instant sent, Optional<Step> enRoute, Optional<Step> onScene, Optional<Instant> ended,
            List<Instant> actions) {
        boolean holds(Instant at) {
            return !at.isBefore(sent) && ended.map(at::isBefore).orElse(true);
        }

        Stay at(Instant at) {
            Optional<Stay> there = onScene.filter(step -> !at.isBefore(step.at()))
                    .map(step -> new Stay(at, UnitState.DI_LOKASI, step.source()));
            return there.or(() -> enRoute.filter(step -> !at.isBefore(step.at()))
                    .map(step -> new Stay(at, UnitState.MENUJU, step.source())))
                    .orElse(new Stay(at, UnitState.DITUGASKAN, Stay.Source.DISPATCH));
        }

        Stream<Instant> bounds() {
            return Stream.of(Optional.of(sent), enRoute.map(Step::at), onScene.map(Step::at), ended)
                    .flatMap(Optional::stream);
        }
    }

    /** What somebody says against what would follow from the rest, until then or the next action of dispatch. */
    public record ByHand(Instant at, Instant until, UnitState state) {
    }

    public Stay at(Instant at) {
        return spoken(at).map(override -> new Stay(at, override.state(), Stay.Source.MANUAL))
                .or(() -> errands.stream().filter(errand -> errand.holds(at)).findFirst().map(each -> each.at(at)))
                .orElseGet(() -> new Stay(at, onDuty(at) ? UnitState.SIAGA : UnitState.LUAR_DINAS,
                        Stay.Source.SHIFT));
    }

    private boolean onDuty(Instant at) {
        return duty.stream().anyMatch(span -> span.holds(at));
    }

    private Optional<ByHand> spoken(Instant at) {
        return overrides.stream().filter(override -> !override.at().isAfter(at))
                .reduce((a, b) -> b.at().isBefore(a.at()) ? a : b)
                .filter(last -> at.isBefore(last.until()) && actions()
                        .noneMatch(action -> action.isAfter(last.at()) && !action.isAfter(at)));
    }

    private Stream<Instant> actions() {
        return errands.stream().flatMap(errand -> Stream.concat(
                Stream.concat(Stream.of(errand.sent()), errand.ended().stream()), errand.actions().stream()));
    }

    /** Each change of state in [from, to], the first at {@code from}. */
    public List<Stay> history(Instant from, Instant to) {
        List<Stay> stays = new ArrayList<>();
        stays.add(at(from));
        bounds().subSet(from, to.plusNanos(1)).forEach(bound -> {
            Stay stay = at(bound);
            if (stay.state() != stays.getLast().state()) {
                stays.add(stay);
            }
        });
        return List.copyOf(stays);
    }

    /** When the state may next change by the clock alone. */
    public Instant next(Instant after) {
        SortedSet<Instant> later = bounds().tailSet(after.plusNanos(1));
        return later.isEmpty() ? Instant.MAX : later.first();
    }

    private TreeSet<Instant> bounds() {
        TreeSet<Instant> bounds = new TreeSet<>();
        duty.forEach(span -> bounds.addAll(List.of(span.from(), span.to())));
        overrides.forEach(override -> bounds.addAll(List.of(override.at(), override.until())));
        errands.stream().flatMap(Errand::bounds).forEach(bounds::add);
        actions().forEach(bounds::add);
        return bounds;
    }
}
