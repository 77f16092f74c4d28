package id.siaga.ingest.presence;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import id.siaga.ingest.telemetry.Presence.State;

/**
 * One tick over all devices: who is silent, and whose silence is a parent's. A device that names itself among its
 * parents' parents is judged as if it did not.
 *
 * @param listeningSince nobody is silent because of what was missed before this
 */
record Judgement(Map<String, Standing> all, Instant listeningSince, Instant now) {

    Verdict of(Standing device) {
        if (device.state() == State.OFFLINE || (device.state() == State.UNKNOWN && !device.excused())) {
            return new Verdict.AsBefore();
        }
        Instant missed = firstMissed(device);
        Optional<String> fallen = fallenAbove(device, new HashSet<>());
        if (fallen.isPresent()) {
            return unreachable(device, fallen.get(), missed);
        }
        if (!overdue(device)) {
            return new Verdict.AsBefore();
        }
        boolean heardAbove = parents(device).stream().allMatch(parent -> parent.lastHeard().isAfter(missed));
        return heardAbove ? new Verdict.Silent(missed) : new Verdict.Undecided();
    }

    private Verdict unreachable(Standing device, String fallen, Instant missed) {
        if (device.excused()) {
            return device.because().equals(fallen) ? new Verdict.AsBefore() : new Verdict.Unreachable(fallen, now);
        }
        return now.isAfter(missed) ? new Verdict.Unreachable(fallen, missed) : new Verdict.AsBefore();
    }

    /** The topmost device above that is down. */
    private Optional<String> fallenAbove(Standing device, Set<String> seen) {
        seen.add(device.deviceId());
        return parents(device).stream().filter(parent -> !seen.contains(parent.deviceId()))
                .map(parent -> fallen(parent, seen)).flatMap(Optional::stream).findFirst();
    }

    private Optional<String> fallen(Standing parent, Set<String> seen) {
        Optional<String> higher = fallenAbove(parent, seen);
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
            for (Standing parent : parents(device)) {
                from = parent.state() == State.ONLINE ? later(from, parent.since()) : from;
            }
        }
        return from;
    }

    private List<Standing> parents(Standing device) {
        return device.parents().stream().map(all::get).filter(Objects::nonNull).toList();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
