package id.siaga.commandcenter.closure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** How proposing or reviewing a closure ended. */
public sealed interface ClosureOutcome {

    /** As it is now: ACCEPTED, HELD, REVIEWED or REFUSED. */
    record Decided(ObjectNode closure) implements ClosureOutcome {
    }

    /** Not there, or out of scope. */
    record Missing() implements ClosureOutcome {
    }

    /** The incident is not being handled, so it cannot be over. */
    record NotHandled(String state) implements ClosureOutcome {
    }

    /** Something else must hold first, such as a checklist. */
    record Guarded(String reason) implements ClosureOutcome {
    }

    /** A closure of the incident waits for its review. */
    record AlreadyHeld(long closureId) implements ClosureOutcome {
    }

    /** Not photos of this incident that are free. */
    record UnknownPhotos(List<Long> photos) implements ClosureOutcome {
    }

    /** Somebody looked at it before. */
    record AlreadyReviewed(String state) implements ClosureOutcome {
    }

    /** An officer who was not sent there. */
    record NotOnDuty() implements ClosureOutcome {
    }

    /** What opened it is over its limit now: gauge, value and limit of each. */
    record StillOver(List<String> sensors) implements ClosureOutcome {
    }

    /** Whoever proposed a closure or took a photo for it cannot be the one who looks at it. */
    record OwnWork() implements ClosureOutcome {
    }
}
