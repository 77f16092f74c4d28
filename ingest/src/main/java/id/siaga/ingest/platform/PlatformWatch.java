package id.siaga.ingest.platform;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import id.siaga.ingest.alert.AlertLog;
import id.siaga.ingest.platform.PlatformRule.Moment;
import id.siaga.ingest.platform.PlatformRule.State;
import id.siaga.ingest.platform.PlatformRule.Step;
import id.siaga.ingest.registry.Device;
import id.siaga.ingest.rule.Decision;
import id.siaga.ingest.store.Database;
import id.siaga.ingest.telemetry.Kind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Judges the platform on a tick and writes its alerts as those of devices are written. While the database is away,
 * decisions wait in memory and are written afterwards with their own times. One thread.
 */
public final class PlatformWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PlatformWatch.class);
    private static final int WAITING_MOST = 256;

    /** No registered device can have this name, so the platform is on no map and in no list of devices. */
    private static final Device SELF = new Device("@ingest", Kind.UNKNOWN, "Siaga ingest", Device.Status.ACTIVE, null,
            null, null, null, null, null, null);

    private record Waiting(PlatformRule rule, Decision decision) {
    }

    private final Database database;
    private final PlatformRules rules;
    private final DatabaseHealth health;
    private final AlertLog log;
    private final Clock clock;
    private final Map<String, Measure> measures;
    private final Map<String, State> states = new HashMap<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final ScheduledExecutorService ticks = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("platform-watch").daemon().factory());

    public PlatformWatch(Database database, PlatformRules rules, DatabaseHealth health, CommitWatch commits,
            AlertLog log, MeterRegistry meters, Clock clock) {
        this.database = database;
        this.rules = rules;
        this.health = health;
        this.log = log;
        this.clock = clock;
        Window quarantined = new Window(rules.window());
        this.measures = Map.of("database_down",
                nanos -> new Level(health.trouble().isPresent() ? 1 : 0, 1), "lag_p99_s",
                new Lag(meters, commits, rules.window()), "quarantined_per_window",
                nanos -> new Level(quarantined.growth(nanos, quarantined(meters))[0], 1), "clock_bad_pct",
                new ClockSkew(database.probe(), health, rules.window()));
        rules.rules().forEach(rule -> {
            if (!measures.containsKey(rule.measure())) {
                throw new IllegalArgumentException("platform rule " + rule.id() + ": measure: " + rule.measure()
                        + " is none of " + measures.keySet());
            }
        });
    }

    private static double quarantined(MeterRegistry meters) {
        Collection<Counter> counters = meters.find("siaga.quarantined").counters();
        return counters.stream().mapToDouble(Counter::count).sum();
    }

    /** Takes over what an earlier process left open, then judges on every tick. */
    public void start() throws SQLException {
        restore();
        var unused = ticks.scheduleWithFixedDelay(this::tick, rules.tickMs(), rules.tickMs(), TimeUnit.MILLISECONDS);
    }

    private void restore() throws SQLException {
        try (Connection connection = database.lanes().getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT rule_id FROM telemetry.alert WHERE device_id = ? AND cleared_at IS NULL")) {
            select.setString(1, SELF.deviceId());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    states.put(row.getString(1), State.opened());
                }
            }
        }
    }

    private void tick() {
        try {
            Moment now = new Moment(System.nanoTime(), clock.instant());
            rules.rules().forEach(rule -> judge(rule, now));
            if (health.trouble().isEmpty()) {
                write();
            }
        } catch (SQLException | RuntimeException | Error e) {
            // An executor never again runs a task that threw.
            LOG.atWarn().addKeyValue("cause", e.toString()).log("The platform's alerts wait for the next tick");
        }
    }

    private void judge(PlatformRule rule, Moment now) {
        Level level = measures.getOrDefault(rule.measure(), nanos -> new Level(0, 0)).at(now.nanos());
        Step step = rule.next(states.getOrDefault(rule.id(), State.closed()), level, now);
        states.put(rule.id(), step.after());
        step.decision().ifPresent(decision -> {
            LOG.atWarn().addKeyValue("rule", rule.id()).addKeyValue("change", decision.change())
                    .addKeyValue("value", level.value()).log("The platform judged itself");
            waiting.add(new Waiting(rule, decision));
        });
        if (waiting.size() > WAITING_MOST) {
            waiting.removeFirst();
        }
    }

    private void write() throws SQLException {
        if (waiting.isEmpty()) {
            return;
        }
        try (Connection connection = database.lanes().getConnection()) {
            connection.setAutoCommit(false);
            for (Waiting each : waiting) {
                log.write(connection, each.rule().id(), SELF, each.decision(), AlertLog.JudgedBy.TICK);
            }
            connection.commit();
            waiting.clear();
        }
    }

    @Override
    public void close() {
        ticks.shutdownNow();
    }
}
