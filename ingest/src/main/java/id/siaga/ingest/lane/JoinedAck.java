package id.siaga.ingest.lane;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.mqtt.Ack;
import id.siaga.ingest.telemetry.Reject;

/** The answer to a message of several devices: told once, when every part has been told, with the worst outcome. */
final class JoinedAck implements Ack {

    /** Beside a part that is new, a part that is not does not make the whole a repeat. */
    private static final Map<Outcome, Integer> BADNESS = Map.of(Outcome.IGNORED, 0, Outcome.DUPLICATE, 1,
            Outcome.STORED, 2, Outcome.QUARANTINED, 3, Outcome.NOT_STORED, 4);

    private final Ack whole;
    private int missing;
    private Outcome worst = Outcome.IGNORED;
    private @Nullable Runnable why;

    JoinedAck(int parts, Ack whole) {
        this.missing = parts;
        this.whole = whole;
    }

    @Override
    public void tell(Outcome outcome) {
        if (last(outcome)) {
            whole.tell(worst);
        }
    }

    /** Lanes are threads of their own; the one that tells last answers. */
    private synchronized boolean last(Outcome outcome) {
        worst = badness(outcome) > badness(worst) ? outcome : worst;
        missing--;
        if (missing == 0 && why != null) {
            why.run();
        }
        return missing == 0;
    }

    @Override
    public synchronized void because(Reject reason, String detail) {
        why = () -> whole.because(reason, detail);
    }

    private static int badness(Outcome outcome) {
        return BADNESS.getOrDefault(outcome, 0);
    }
}
