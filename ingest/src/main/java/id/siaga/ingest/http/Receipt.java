package id.siaga.ingest.http;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.mqtt.Ack;
import id.siaga.ingest.telemetry.Reject;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/** Collects what becomes of the messages of one request; complete when the last of them is committed. */
final class Receipt {

    private final Context context;
    private final AtomicReferenceArray<Fate> fates;
    private final AtomicInteger awaited;
    private final Promise<List<Fate>> complete = Promise.promise();

    /** @param context where the answer is written; acks come on the lanes' threads, which must not wait for it */
    Receipt(Context context, int messages) {
        this.context = context;
        this.fates = new AtomicReferenceArray<>(messages);
        this.awaited = new AtomicInteger(messages);
    }

    Future<List<Fate>> complete() {
        return complete.future();
    }

    /** Not every message was handed over: there will be no answer but this. */
    void fail(Throwable why) {
        context.runOnContext(now -> complete.tryFail(why));
    }

    Ack ack(int index) {
        return new Line(index);
    }

    private void settle(int index, Fate fate) {
        fates.set(index, fate);
        if (awaited.decrementAndGet() == 0) {
            Fate[] all = new Fate[fates.length()];
            Arrays.setAll(all, fates::get);
            context.runOnContext(now -> complete.tryComplete(List.of(all)));
        }
    }

    /** One message's line. Both methods are called by the one lane that has the message. */
    private final class Line implements Ack {

        private final int index;
        private @Nullable Reject reason;
        private String detail = "";

        private Line(int index) {
            this.index = index;
        }

        @Override
        public void because(Reject why, String what) {
            reason = why;
            detail = switch (why) {
                // The database's own words, or a stack's, are for the operator who opens the quarantine.
                case STORE_REFUSED, INTERNAL -> "lihat karantina (see quarantine)";
                default -> what;
            };
        }

        @Override
        public void tell(Outcome outcome) {
            settle(index, outcome == Outcome.QUARANTINED
                    ? new Fate(outcome, reason, detail)
                    : new Fate(outcome, null, ""));
        }
    }
}
