package id.siaga.commandcenter.main;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import id.siaga.commandcenter.audit.anchor.AnchorAge;
import id.siaga.commandcenter.audit.anchor.AnchorPolicy;
import id.siaga.commandcenter.audit.anchor.Anchoring;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** Lets a log be anchored when it is due, on a thread of its own, and measures how long ago that was. */
record AnchorClock(ScheduledExecutorService thread, ScheduledFuture<?> looking) implements AutoCloseable {

    static AnchorClock start(Anchoring anchoring, AnchorPolicy policy, MeterRegistry meters) {
        for (AnchorAge age : anchoring.ages()) {
            Gauge.builder("siaga.audit.anchor.age", age, AnchorAge::seconds).baseUnit("seconds")
                    .tag("place", age.place()).description("How old the audit log's newest anchor is")
                    .register(meters);
        }
        ScheduledExecutorService thread = Executors
                .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("anchors").factory());
        return new AnchorClock(thread, thread.scheduleWithFixedDelay(anchoring::look, 0,
                policy.look().toMillis(), TimeUnit.MILLISECONDS));
    }

    @Override
    public void close() {
        looking.cancel(true);
        thread.shutdownNow();
    }
}
