package id.siaga.ingest.presence;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import id.siaga.ingest.telemetry.Presence.Cause;
import id.siaga.ingest.telemetry.Presence.State;

/**
 * One tick over all devices: who is silent, and whose silence is a parent's. Of devices that lead to each other
 * in a circle, as a switch and the radio it feeds and speaks through, the one missed first is to blame.
 *
 * @param listeningSince nobody is silent because of what was missed before this
 */
record Judgement(Map<String, Standing> all, Instant listeningSince, Instant now) {

    /** @param cause what its fall takes from the device below */
    private record Link(Standing parent, Cause cause) {
    }

    private record Fallen(String deviceId, Cause cause) {
    }

    Verdict of(Standing device) {
        if (device.state() == State.OFFLINE || (device.state() == State.UNKNOWN && !device.excused())) {
            return new Verdict.AsBefore();
        }
        Instant missed = firstMissed(device);
        Optional<Fallen> fallen = fallenAbove(device, new HashSet<>());
        if (fallen.isPresent()) {
            return unreachable(device, fallen.get(), missed);
        }
        if (!overdue(device)) {
            return new Verdict.AsBefore();
        }
        return links(device).allMatch(link -> vouches(link, missed))
                ? new Verdict.Silent(missed)
                : new Verdict.Undecided();
    }

    /** Whether a parent was there when the device was not. What feeds others may speak seldom: it is until it is late. */
    private boolean vouches(Link link, Instant missed) {
        return link.parent().lastHeard().isAfter(missed)
                || (link.cause() == Cause.POWER && !now.isAfter(firstMissed(link.parent())));
    }

    private Verdict unreachable(Standing device, Fallen fallen, Instant missed) {
        Instant since = device.excused() ? now : missed;
        boolean known = device.excused() ? device.because().equals(fallen.deviceId()) : !now.isAfter(missed);
        return known ? new Verdict.AsBefore() : new Verdict.Unreachable(fallen.deviceId(), fallen.cause(), since);
    }

    /** The topmost device above that is down. */
    private Optional<Fallen> fallenAbove(Standing device, Set<String> seen) {
        seen.add(device.deviceId());
        return links(device).filter(link -> !seen.contains(link.parent().deviceId()))
                .map(link -> fallen(link.parent(), seen).map(id -> new Fallen(id, link.cause())))
                .flatMap(Optional::stream).findFirst();
    }

    private Optional<String> fallen(Standing parent, Set<String> seen) {
        Optional<String> higher = fallenAbove(parent, seen).map(Fallen::deviceId);
        boolean missing = parent.state() == State.OFFLINE || now.isAfter(firstMissed(parent));
        if (higher.isPresent() && missing) {
            return higher;
        }
        return parent.state() == State.OFFLINE || overdue(parent)
                ? Optional.of(parent.deviceId())
                : Optional.empty();
    }

    private boolean overdue(Standing device) {
        return now.isAfter(from(device).plus(device.timeout()));
    }

    private Instant firstMissed(Standing device) {
        return from(device).plus(device.interval());
    }

    /** From when its silence counts: it has its whole timeout again after a start of ours and after a parent's return. */
    private Instant from(Standing device) {
        Instant from = device.lastHeard().isAfter(now) ? listeningSince : later(device.lastHeard(), listeningSince);
        if (device.excused()) {
            for (Standing parent : parents(device).map(Link::parent).toList()) {
                from = parent.state() == State.ONLINE ? later(from, parent.since()) : from;
            }
        }
        return from;
    }

    /** Parents that can be to blame. */
    private Stream<Link> links(Standing device) {
        return parents(device).filter(link -> link.parent().state() == State.OFFLINE
                || !leads(device, link.parent(), new HashSet<>()) || missedBefore(link.parent(), device));
    }

    private Stream<Link> parents(Standing device) {
        return Stream.concat(known(device.power(), Cause.POWER), known(device.parents(), Cause.GATEWAY));
    }

    private Stream<Link> known(List<String> ids, Cause cause) {
        return ids.stream().map(all::get).filter(Objects::nonNull).map(parent -> new Link(parent, cause));
    }

    /** Whether {@code above} is among the parents of {@code below}, or their parents. */
    private boolean leads(Standing above, Standing below, Set<String> seen) {
        return above.equals(below) || (seen.add(below.deviceId())
                && parents(below).anyMatch(link -> leads(above, link.parent(), seen)));
    }

    private static boolean missedBefore(Standing one, Standing other) {
        int order = one.lastHeard().plus(one.interval()).compareTo(other.lastHeard().plus(other.interval()));
        return order < 0 || (order == 0 && one.deviceId().compareTo(other.deviceId()) < 0);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
