package id.siaga.ingest.downlink;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import id.siaga.ingest.downlink.CadencePlans.Plan;

/**
 * Asks the gauges of a post in alarm to report more often, and back when it is over. What was last asked is in table
 * {@code device_cadence}; an advisory lock lets one process ask at a time. One thread of its own.
 */
public final class CadenceWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CadenceWatch.class);
    private static final long LOCK = 0x51A6_0002L;

    private static final String ASK = """
                                      WITH urgent AS (
                                          SELECT DISTINCT g.post FROM telemetry.alert a JOIN telemetry.device g USING (device_id)
                                          WHERE a.rule_id = ANY (?) AND (a.cleared_at IS NULL OR a.cleared_at > ?)
                                      ), due AS (
                                          SELECT d.device_id, CASE WHEN u.post IS NULL THEN 'normal' ELSE 'fast' END AS pace,
                                              coalesce(d.interval_s, c.normal_s, s.interval_s, ?) AS normal_s, ?::int AS fast_s
                                          FROM telemetry.device d LEFT JOIN urgent u USING (post)
                                              LEFT JOIN telemetry.device_cadence c USING (device_id)
                                              LEFT JOIN telemetry.device_state s USING (device_id)
                                              LEFT JOIN telemetry.device_command q USING (command_id)
                                          WHERE d.kind = ? AND d.status = 'active' AND d.downlink <> 'none'
                                              AND (q.state = 'expired' OR CASE WHEN u.post IS NULL THEN c.pace = 'fast'
                                                  ELSE c.pace IS DISTINCT FROM 'fast' END)
                                      ), asked AS MATERIALIZED (
                                          SELECT device_id, pace, normal_s, telemetry.queue_command(device_id, 'interval',
                                              jsonb_build_object('interval_s', CASE pace WHEN 'fast' THEN fast_s ELSE normal_s END),
                                              'siaga:cadence', now() + make_interval(secs => ?)) AS command_id
                                          FROM due WHERE normal_s > fast_s
                                      )
                                      INSERT INTO telemetry.device_cadence (device_id, pace, normal_s, command_id)
                                      SELECT device_id, pace, normal_s, command_id FROM asked WHERE command_id IS NOT NULL
                                      ON CONFLICT (device_id) DO UPDATE SET pace = excluded.pace, normal_s = excluded.normal_s,
                                          command_id = excluded.command_id, asked_at = now()""";

    private final DataSource database;
    private final CadencePlans plans;
    private final Clock clock;
    private final ScheduledExecutorService ticks = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("cadence-watch").daemon().factory());

    public CadenceWatch(DataSource database, CadencePlans plans, Clock clock) {
        this.database = database;
        this.plans = plans;
        this.clock = clock;
    }

    public void start() {
        var unused = ticks.scheduleWithFixedDelay(this::tick, plans.tickMs(), plans.tickMs(), TimeUnit.MILLISECONDS);
    }

    private void tick() {
        try {
            judge();
        } catch (SQLException | RuntimeException e) {
            LOG.atWarn().addKeyValue("cause", e.toString()).log("Nobody was asked to report at another pace");
        }
    }

    /** One tick: a transaction that asks whoever should report at another pace than it was asked last. */
    void judge() throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            if (!locked(connection)) {
                return;
            }
            for (Plan plan : plans.plans()) {
                int asked = ask(connection, plan, clock.instant());
                if (asked > 0) {
                    LOG.atInfo().addKeyValue("kind", plan.kind()).addKeyValue("devices", asked)
                            .log("Asked to report at another pace");
                }
            }
            connection.commit();
        }
    }

    private static int ask(Connection connection, Plan plan, Instant now) throws SQLException {
        try (PreparedStatement ask = connection.prepareStatement(ASK)) {
            ask.setArray(1, connection.createArrayOf("text", plan.rules().toArray()));
            ask.setObject(2, now.minus(Duration.ofMinutes(plan.holdMinutes())).atOffset(ZoneOffset.UTC));
            ask.setInt(3, plan.normalS());
            ask.setInt(4, plan.fastS());
            ask.setString(5, plan.kind());
            ask.setInt(6, plan.waitSeconds());
            return ask.executeUpdate();
        }
    }

    private static boolean locked(Connection connection) throws SQLException {
        try (Statement lock = connection.createStatement();
                ResultSet row = lock.executeQuery("SELECT pg_try_advisory_xact_lock(" + LOCK + ")")) {
            return row.next() && row.getBoolean(1);
        }
    }

    @Override
    public void close() {
        ticks.shutdownNow();
    }
}
