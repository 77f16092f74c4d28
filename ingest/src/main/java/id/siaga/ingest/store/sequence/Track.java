package id.siaga.ingest.store.sequence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One device's counter over its restarts. The session before the current one stays open for what arrives late; a
 * restart is told by a number far below the highest, by a device clock that went on while the number went back, or by a
 * join. Not thread-safe.
 */
final class Track {

    private final SequencePolicy policy;
    private @Nullable Session current;
    private @Nullable Session previous;
    private final List<Session> ended = new ArrayList<>();
    private boolean joined;

    Track(SequencePolicy policy, @Nullable Session current, @Nullable Session previous) {
        this.policy = policy;
        this.current = current;
        this.previous = previous;
    }

    @Nullable
    Session current() {
        return current;
    }

    @Nullable
    Session previous() {
        return previous;
    }

    /** What to write: every session that changed since {@link #written}, and the current one in any case. */
    List<Session> changedSessions() {
        List<Session> changed = new ArrayList<>(ended);
        if (previous != null && previous.isChanged()) {
            changed.add(previous);
        }
        if (current != null) {
            changed.add(current);
        }
        return changed;
    }

    void written() {
        changedSessions().forEach(Session::written);
        ended.clear();
    }

    /** The device says that it starts anew: the next number that is not higher begins a session. */
    void join() {
        joined = true;
    }

    Verdict arrive(Arrived arrived) {
        Session session = current;
        if (session == null) {
            return begin(1, arrived);
        }
        if (isOfPrevious(session, arrived)) {
            return late(arrived);
        }
        long number = session.place(arrived.number(), policy.window());
        if (isRestart(session, number, arrived)) {
            return begin(session.ordinal() + 1, arrived);
        }
        return take(session, number, arrived);
    }

    /** A message that the store has already, or that a broker kept: it fills what was missing, and begins nothing. */
    Verdict repeated(Arrived arrived) {
        Session session = current;
        if (session == null) {
            return Verdict.DUPLICATE;
        }
        if (isOfPrevious(session, arrived)) {
            return late(arrived);
        }
        long number = session.place(arrived.number(), policy.window());
        boolean known = session.isMissing(number)
                || (number > session.highest() && number - session.highest() <= policy.window());
        return known ? take(session, number, arrived) : Verdict.DUPLICATE;
    }

    private Verdict take(Session session, long number, Arrived arrived) {
        Verdict verdict = number > session.highest()
                ? session.advance(number, arrived)
                : session.lower(number, arrived);
        session.giveUp(policy.openRanges(), arrived.receivedAt().minus(policy.lostAfter()));
        return verdict;
    }

    private Verdict begin(long ordinal, Arrived arrived) {
        Session oldest = previous;
        if (oldest != null) {
            oldest.giveUp(0, Instant.MAX);
            ended.add(oldest);
        }
        previous = current;
        current = Session.begin(ordinal, arrived);
        joined = false;
        return Verdict.RESTART;
    }

    private Verdict late(Arrived arrived) {
        Session session = previous;
        if (session == null) {
            return Verdict.DUPLICATE;
        }
        Verdict verdict = take(session, session.place(arrived.number(), policy.window()), arrived);
        return verdict.kind() == Verdict.Kind.ADVANCE ? Verdict.late(verdict.skipped()) : verdict;
    }

    /** Far below, only a clock can tell a number that was missing from one that is sent anew. */
    private boolean isRestart(Session session, long number, Arrived arrived) {
        if (number > session.highest()) {
            return number - session.highest() > policy.furthestJump();
        }
        if (joined || isAfter(arrived.deviceTime(), session.deviceTime())) {
            return true;
        }
        boolean dated = arrived.deviceTime() != null && session.deviceTime() != null;
        return number < session.highest() - policy.window() && !(dated && session.isMissing(number));
    }

    /** Where both clocks are known they tell; else a number far from this session and close to the other, soon after. */
    private boolean isOfPrevious(Session session, Arrived arrived) {
        Session before = previous;
        if (before == null) {
            return false;
        }
        long number = before.place(arrived.number(), policy.window());
        if (arrived.deviceTime() != null && session.deviceBegan() != null) {
            return arrived.deviceTime().isBefore(session.deviceBegan()) && fits(before, number, arrived);
        }
        long distance = Math.abs(session.place(arrived.number(), policy.window()) - session.highest());
        return distance > policy.window() && Math.abs(number - before.highest()) <= policy.window()
                && session.received() <= policy.window();
    }

    private boolean fits(Session before, long number, Arrived arrived) {
        if (number > before.highest()) {
            return number - before.highest() <= policy.window();
        }
        return !isAfter(arrived.deviceTime(), before.deviceTime())
                && (before.isMissing(number) || number >= before.highest() - policy.window());
    }

    private static boolean isAfter(@Nullable Instant time, @Nullable Instant other) {
        return time != null && other != null && time.isAfter(other);
    }
}
