package id.siaga.ingest.alert;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import id.siaga.ingest.presence.Presences;
import id.siaga.ingest.registry.Device;
import id.siaga.ingest.registry.Registry;
import id.siaga.ingest.rule.Decision;
import id.siaga.ingest.rule.RuleBook;
import id.siaga.ingest.rule.SilenceRule;
import id.siaga.ingest.telemetry.Kind;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Judges silence, which no message announces: on a tick, by receive time, for every active device that was ever heard.
 * An advisory lock lets one process judge at a time. After a start, an outage or a jump of the clock everybody has
 * their full timeout to be heard again: what is ours silences nobody. One thread of its own.
 */
public final class SilenceWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SilenceWatch.class);
    private static final int SLACK_TICKS = 3;
    private static final long LOCK = 0x51A6_0001L;

    /** A device as the tick finds it. */
    private record Heard(Device device, Instant lastHeard, Optional<Duration> interval) {

        /** A time yet to come is of a clock that has gone back since: all it says is that the device was heard before. */
        Heard by(Instant now, Instant since) {
            return lastHeard.isAfter(now) ? new Heard(device, since, interval) : this;
        }
    }

    private record OpenAlert(String ruleId, String deviceId) {
    }

    private final DataSource database;
    private final Registry registry;
    private final RuleBook rules;
    private final Presences presences;
    private final Subjects subjects;
    private final AlertLog log;
    private final Clock clock;
    private final LongSupplier nanos;
    private final BooleanSupplier hearing;
    private final Listening listening;
    private final AtomicInteger openCount = new AtomicInteger();
    private final ScheduledExecutorService ticks = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("silence-watch").daemon().factory());

    public SilenceWatch(DataSource database, Registry registry, RuleBook rules, Presences presences, Subjects subjects,
            AlertLog log,
            Clock clock, BooleanSupplier hearing, MeterRegistry meters) {
        this(database, registry, rules, presences, subjects, log, clock, System::nanoTime, hearing, meters);
    }

    SilenceWatch(DataSource database, Registry registry, RuleBook rules, Presences presences, Subjects subjects,
            AlertLog log,
            Clock clock, LongSupplier nanos, BooleanSupplier hearing, MeterRegistry meters) {
        this.database = database;
        this.registry = registry;
        this.rules = rules;
        this.presences = presences;
        this.subjects = subjects;
        this.log = log;
        this.clock = clock;
        this.nanos = nanos;
        this.hearing = hearing;
        this.listening = new Listening(presences.policy().tick().multipliedBy(SLACK_TICKS), clock.instant(),
                nanos.getAsLong());
        meters.gauge("siaga.open.alerts", openCount);
    }

    public void start() {
        long every = presences.policy().tick().toMillis();
        var unused = ticks.scheduleWithFixedDelay(this::tick, every, every, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        try {
            judge();
        } catch (SQLException | RuntimeException | Error e) {
            LOG.atWarn().addKeyValue("cause", e.toString()).log("Silence could not be judged; the next tick will");
        }
    }

    /** One tick: a transaction that opens what fell silent and clears what was heard again. */
    void judge() throws SQLException {
        if (!hearing.getAsBoolean()) {
            return;
        }
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            if (!locked(connection)) {
                return;
            }
            Instant now = clock.instant();
            Instant since = listening.stillAt(now, nanos.getAsLong());
            Set<String> undecided = presences.judge(connection, since, now);
            Set<OpenAlert> open = openAlerts(connection);
            openCount.set(open.size());
            for (Heard heard : heard(connection, undecided)) {
                for (SilenceRule rule : rules.silenceRulesFor(heard.device().kind())) {
                    judge(connection, rule, heard.by(now, since), since, now,
                            open.contains(new OpenAlert(rule.id(), heard.device().deviceId())));
                }
            }
            connection.commit();
        }
    }

    private void judge(Connection connection, SilenceRule rule, Heard heard, Instant judgedSince, Instant now,
            boolean alreadyOpen)
            throws SQLException {
        Optional<Decision> silent = rule.judge(heard.lastHeard(), judgedSince, heard.interval(), now,
                subjects.of(heard.device()));
        if (silent.isPresent() && !alreadyOpen) {
            log.write(connection, rule.id(), heard.device(), silent.get(), AlertLog.JudgedBy.TICK);
        } else if (silent.isEmpty() && alreadyOpen && heard.lastHeard().isAfter(judgedSince)) {
            log.write(connection, rule.id(), heard.device(), rule.heardAgain(now, subjects.of(heard.device())),
                    AlertLog.JudgedBy.TICK);
        }
    }

    private static boolean locked(Connection connection) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("SELECT pg_try_advisory_xact_lock(?)")) {
            lock.setLong(1, LOCK);
            try (ResultSet row = lock.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private static Set<OpenAlert> openAlerts(Connection connection) throws SQLException {
        try (PreparedStatement select = connection
                .prepareStatement("SELECT rule_id, device_id FROM telemetry.alert WHERE cleared_at IS NULL");
                ResultSet row = select.executeQuery()) {
            Set<OpenAlert> open = new HashSet<>();
            while (row.next()) {
                open.add(new OpenAlert(row.getString(1), row.getString(2)));
            }
            return open;
        }
    }

    private List<Heard> heard(Connection connection, Set<String> undecided) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                """
                SELECT device_id, interval_s, presence,
                    CASE WHEN presence = 'offline' AND presence_cause = 'will'
                        THEN least(last_received_at, presence_since) ELSE last_received_at END AS heard_at
                FROM telemetry.device_state WHERE presence <> 'unknown'
                    AND NOT (presence = 'offline' AND presence_cause = 'clean')""");
                ResultSet row = select.executeQuery()) {
            List<Heard> heard = new ArrayList<>();
            while (row.next()) {
                Instant at = row.getObject("heard_at", OffsetDateTime.class).withOffsetSameInstant(ZoneOffset.UTC)
                        .toInstant();
                Optional<Duration> announced = Optional.ofNullable(row.getObject("interval_s", Integer.class))
                        .map(Duration::ofSeconds);
                registry.known(row.getString("device_id"))
                        .filter(device -> device.status() == Device.Status.ACTIVE && device.kind() != Kind.UNKNOWN
                                && !undecided.contains(device.deviceId()))
                        .ifPresent(device -> heard.add(new Heard(device, at,
                                announced.or(() -> Optional.ofNullable(device.interval())))));
            }
            return heard;
        }
    }

    @Override
    public void close() {
        ticks.shutdownNow();
    }
}
