package id.siaga.ingest;

import static id.siaga.ingest.LaneUnderTest.MESSAGES;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import id.siaga.ingest.lane.Parcel;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.cumulative.CumulativeDistributionSummary;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.NoopHistogram;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** What no lane expects, thrown around its real transaction: every message is told of once, and the lane goes on. */
@Timeout(60)
class BrokenLaneTest {

    private final AtomicInteger thrown = new AtomicInteger();
    private Queue<String> told = new ArrayDeque<>();
    private TestDatabase database;

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.create();
        database.execute("INSERT INTO telemetry.device (device_id, kind, name, status) "
                + "VALUES ('awlr-p2c', 'flood', 'P2C', 'active')");
    }

    @AfterEach
    void stop() throws Exception {
        database.close();
    }

    @Test
    void outOfMemoryBeforeTheCommit() throws Exception {
        deliver(batch -> {
            throwOnce(new OutOfMemoryError("of the test"));
            return batch;
        });
        assertAllStored();
    }

    @Test
    void aBatchTooLargeForTheMemoryIsTakenInSmallerSteps() throws Exception {
        deliver(batch -> {
            if (batch.size() > 4) {
                thrown.incrementAndGet();
                throw new OutOfMemoryError("of the test");
            }
            return batch;
        });
        assertAllStored();
    }

    @Test
    void whatBreaksTheLaneEvenAloneIsPutAside() throws Exception {
        deliver(batch -> {
            if (batch.stream().anyMatch(parcel -> text(parcel).contains("7007"))) {
                thrown.incrementAndGet();
                throw new LinkageError("of the test");
            }
            return batch;
        });
        assertThat(told).hasSize(MESSAGES).filteredOn(each -> each.endsWith("QUARANTINED")).hasSize(1);
        assertThat(database.count("flood_reading")).isEqualTo(MESSAGES - 1);
        assertThat(database.rows("SELECT reason FROM telemetry.quarantine")).containsExactly("INTERNAL");
    }

    @Test
    void aStackThatOverflowsIsItsMessagesFault() throws Exception {
        deliver(batch -> {
            if (batch.stream().anyMatch(parcel -> text(parcel).contains("7007"))) {
                thrown.incrementAndGet();
                throw new StackOverflowError("of the test");
            }
            return batch;
        });
        assertThat(told).filteredOn(each -> each.endsWith("QUARANTINED")).hasSize(1);
        assertThat(database.count("flood_reading")).isEqualTo(MESSAGES - 1);
    }

    @Test
    void whatQuarantineRefusesIsSaidToBeLostAndTheOthersGoOn() throws Exception {
        database.execute("ALTER TABLE telemetry.flood_reading ADD CONSTRAINT unforeseen CHECK (distance_mm <> 7007)");
        database.execute("ALTER TABLE telemetry.quarantine ADD CONSTRAINT unforeseen CHECK (payload_bytes < 0)");
        deliver(batch -> batch);
        assertThat(told).hasSize(MESSAGES).filteredOn(each -> each.endsWith("NOT_STORED")).hasSize(1);
        assertThat(database.count("flood_reading")).isEqualTo(MESSAGES - 1);
    }

    @Test
    void whatCannotBeCountedIsStoredAndToldOnceAllTheSame() throws Exception {
        SimpleMeterRegistry broken = new SimpleMeterRegistry();
        LaneUnderTest lane = new LaneUnderTest(database, broken);
        broken.config().meterFilter(new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                if (id.getName().equals("siaga.messages")) {
                    thrown.incrementAndGet();
                    throw new IllegalStateException("of the test");
                }
                return id;
            }
        });
        told = lane.deliver(batch -> batch);
        assertAllStored();
    }

    @Test
    void aBatchThatCannotBeMeasuredIsStoredAndToldOnceAllTheSame() throws Exception {
        told = new LaneUnderTest(database, new Immeasurable()).deliver(batch -> batch);
        assertAllStored();
    }

    private void deliver(UnaryOperator<List<Parcel>> before) throws Exception {
        told = new LaneUnderTest(database, new SimpleMeterRegistry()).deliver(before);
    }

    private void throwOnce(Error error) {
        if (thrown.getAndIncrement() == 0) {
            throw error;
        }
    }

    private static String text(Parcel parcel) {
        return new String(parcel.message().payload(), StandardCharsets.UTF_8);
    }

    private void assertAllStored() throws Exception {
        assertThat(thrown).hasPositiveValue();
        assertThat(told).hasSize(MESSAGES).allMatch(each -> each.endsWith(" STORED")).doesNotHaveDuplicates();
        assertThat(database.count("flood_reading")).isEqualTo(MESSAGES);
    }

    /** Meters whose batch size throws whenever it is told one. */
    private final class Immeasurable extends SimpleMeterRegistry {

        @Override
        protected DistributionSummary newDistributionSummary(Meter.Id id, DistributionStatisticConfig config,
                double scale) {
            return new CumulativeDistributionSummary(id, clock, config, scale, NoopHistogram.INSTANCE) {
                @Override
                protected void recordNonNegative(double amount) {
                    thrown.incrementAndGet();
                    throw new IllegalStateException("of the test");
                }
            };
        }
    }
}
