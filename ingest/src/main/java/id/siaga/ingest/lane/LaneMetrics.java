package id.siaga.ingest.lane;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

import id.siaga.ingest.mqtt.Ack;
import id.siaga.ingest.telemetry.Kind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/** What a lane counts. Names are a contract: only add. No device id is ever a label. */
final class LaneMetrics {

    private record Labels(Kind kind, String format, Ack.Outcome outcome) {
    }

    private final MeterRegistry registry;
    private final Stages stages;
    private final Map<Labels, Counter> messages = new ConcurrentHashMap<>();
    private final Timer publishToCommit;
    private final DistributionSummary batchSize;
    private final Counter duplicates;

    LaneMetrics(MeterRegistry registry, Stages stages) {
        this.registry = registry;
        this.stages = stages;
        this.publishToCommit = histogram("siaga.publish.to.commit", "From the door's read to the commit");
        this.batchSize = DistributionSummary.builder("siaga.commit.batch.size").description("Messages per commit")
                .publishPercentileHistogram().register(registry);
        this.duplicates = Counter.builder("siaga.duplicates").description("Messages that brought nothing new")
                .register(registry);
    }

    private Timer histogram(String name, String description) {
        return Timer.builder(name).description(description).publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofNanos(100_000)).maximumExpectedValue(Duration.ofMinutes(1))
                .register(registry);
    }

    <T> void gauge(String name, int lane, T subject, ToDoubleFunction<T> value) {
        registry.gauge(name, Tags.of("lane", Integer.toString(lane)), subject, value);
    }

    Stages stages() {
        return stages;
    }

    void committed(int messages) {
        batchSize.record(messages);
    }

    void told(Parcel parcel, Ack.Outcome outcome, Instant now) {
        messages.computeIfAbsent(new Labels(parcel.kind(), parcel.format(), outcome), this::counter).increment();
        publishToCommit.record(Duration.between(parcel.message().receivedAt(), now));
        if (outcome == Ack.Outcome.DUPLICATE) {
            duplicates.increment();
        }
    }

    private Counter counter(Labels labels) {
        return Counter.builder("siaga.messages").description("Messages by what became of them")
                .tags("kind", labels.kind().word(), "format", labels.format(), "outcome",
                        labels.outcome().name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    void failed(String what) {
        Counter.builder("siaga.lane.failures").description("Batches that had to be repeated").tag("what", what)
                .register(registry).increment();
    }
}
