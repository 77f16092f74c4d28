package id.siaga.ingest.presence;

import java.time.Instant;

import id.siaga.ingest.telemetry.Presence.Cause;

/** What a tick says of one device. */
sealed interface Verdict {

    /** Its state stays what it is. */
    record AsBefore() implements Verdict {
    }

    /** It is overdue, and its parent has not been heard since its first missed report either: too early to say. */
    record Undecided() implements Verdict {
    }

    /** It said nothing although it could have been heard. */
    record Silent(Instant since) implements Verdict {
    }

    /** Nobody can hear it: {@code parent}, the topmost that is down, is to blame; it took its way or its power. */
    record Unreachable(String parent, Cause cause, Instant since) implements Verdict {
    }
}
