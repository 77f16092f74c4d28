package id.siaga.ingest.lane;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;

/** Where the time of a message goes: thread time by stage, as {@code siaga_stage_seconds_total}. Any thread. */
public final class Stages {

    /** In the order in which a message passes them. */
    public enum Stage {
        /** Payload to report, on the door's thread. */
        DECODE,
        /** Device, permission, calibration. */
        KNOW,
        /** Rules. */
        JUDGE,
        /** Rows to the database, with the commit where both travel together. */
        WRITE,
        /** Quarantine, alerts, device states, and the commit where it travels alone. */
        FINISH,
        /** Telling the doors. */
        ACK
    }

    private final Map<Stage, LongAdder> nanos = new EnumMap<>(Stage.class);

    public Stages(MeterRegistry meters) {
        for (Stage stage : Stage.values()) {
            LongAdder spent = new LongAdder();
            nanos.put(stage, spent);
            FunctionCounter.builder("siaga.stage.seconds", spent, sum -> sum.sum() / 1e9)
                    .description("Thread time spent on messages, by stage")
                    .tag("stage", stage.name().toLowerCase(Locale.ROOT)).register(meters);
        }
    }

    /** Adds what passed since {@code from} to a stage and returns now, where the next one begins. */
    public long spent(Stage stage, long from) {
        long now = System.nanoTime();
        LongAdder sum = nanos.get(stage);
        if (sum != null) {
            sum.add(now - from);
        }
        return now;
    }
}
