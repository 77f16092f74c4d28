package id.siaga.ingest.store.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

import org.junit.jupiter.api.Test;

import id.siaga.ingest.TestDatabase;
import id.siaga.ingest.store.Upkeep;
import id.siaga.ingest.store.UpkeepConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** The counts of an hour go with the readings they describe, with proof, and stay while those are held. */
class HourRetentionTest {

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofHours(12));
    private final Instant old = now.minus(Duration.ofDays(100));
    private final Instant recent = now.minus(Duration.ofDays(1));

    @Test
    void whatIsOldAndNotHeldGoes() throws SQLException {
        try (TestDatabase database = TestDatabase.create();
                Upkeep upkeep = new Upkeep(database.database(), UpkeepConfig.standard(), new SimpleMeterRegistry(),
                        Clock.fixed(now, ZoneOffset.UTC))) {
            database.execute(
                    """
                    INSERT INTO telemetry.sequence_hour (device_id, hour, numbers, missing, duplicates, late, samples,
                        clock_skewed)
                    SELECT device, hour, 1, 0, 0, 0, 1, 0 FROM unnest(ARRAY['flood-1', 'flood-2']) AS device,
                        unnest(ARRAY['%1$s', '%2$s']::timestamptz[]) AS hour;
                    INSERT INTO telemetry.legal_hold (reason, placed_by, device_ids, from_at, to_at)
                    VALUES ('LP/B/12', 'kanit', ARRAY['flood-1'], '%1$s', '%2$s')""".formatted(old, recent));
            upkeep.tidy();
            assertThat(database.rows("""
                                     SELECT device_id, hour < now() - interval '90 days'
                                     FROM telemetry.sequence_hour ORDER BY device_id, hour"""))
                    .containsExactly("flood-1|true", "flood-1|false", "flood-2|false");
            assertThat(database.rows("""
                                     SELECT class, rows FROM telemetry.retention_run
                                     WHERE table_name = 'sequence_hour'""")).containsExactly("reading|1");
        }
    }
}
