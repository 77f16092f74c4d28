package id.siaga.ingest.alert;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import id.siaga.ingest.registry.Device;
import id.siaga.ingest.rule.Rule;
import id.siaga.ingest.rule.RuleBook;
import id.siaga.ingest.rule.RuleState;
import id.siaga.ingest.rule.Step;
import id.siaga.ingest.rule.Subject;
import id.siaga.ingest.store.Entry;
import id.siaga.ingest.telemetry.Sample;

/**
 * What the rules make of a batch, inside the transaction that stores it. Rule states live in memory and follow the
 * transaction: staged until the commit, forgotten on a rollback, rebuilt from open alerts and recent readings when a
 * device is first seen. One per lane, on its thread; a device is always in the same lane.
 */
public final class Decisions {

    private record Key(String ruleId, String deviceId) {
    }

    private final RuleBook rules;
    private final Subjects subjects;
    private final AlertLog log;
    private final History history;
    private final Map<Key, RuleState> states = new HashMap<>();
    private final Map<Key, RuleState> staged = new HashMap<>();
    private final Set<String> known = new HashSet<>();
    private final Set<String> newcomers = new HashSet<>();

    public Decisions(RuleBook rules, Subjects subjects, AlertLog log, History history) {
        this.rules = rules;
        this.subjects = subjects;
        this.log = log;
        this.history = history;
    }

    /** Judges every sample of the fresh entries, device by device in event-time order, and writes what is decided. */
    public void decide(Connection connection, List<Entry> fresh) throws SQLException {
        for (Entry entry : fresh) {
            if (entry.device().status() == Device.Status.ACTIVE && !entry.samples().isEmpty()) {
                judge(connection, entry);
            }
        }
    }

    private void judge(Connection connection, Entry entry) throws SQLException {
        List<Rule> applicable = rules.rulesFor(entry.device().kind());
        if (applicable.isEmpty()) {
            return;
        }
        Subject subject = subjects.of(entry.device());
        if (known.add(entry.device().deviceId())) {
            newcomers.add(entry.device().deviceId());
            restore(connection, entry, subject, applicable);
        }
        List<Sample> ordered = entry.samples().size() == 1
                ? entry.samples()
                : entry.samples().stream().sorted(Comparator.comparing(Sample::observedAt)).toList();
        for (Sample sample : ordered) {
            for (Rule rule : applicable) {
                apply(connection, entry.device(), subject, rule, sample);
            }
        }
    }

    private void apply(Connection connection, Device device, Subject subject, Rule rule, Sample sample)
            throws SQLException {
        Key key = new Key(rule.id(), device.deviceId());
        Step step = rule.next(state(key), sample, subject);
        staged.put(key, step.after());
        if (step.decision().isPresent()) {
            log.write(connection, rule.id(), device, step.decision().get(), AlertLog.JudgedBy.READING);
        }
    }

    private RuleState state(Key key) {
        RuleState pending = staged.get(key);
        return pending != null ? pending : states.getOrDefault(key, RuleState.initial());
    }

    /** Readings of this batch are not yet history: they are left out by asking only for older messages. */
    private void restore(Connection connection, Entry entry, Subject subject, List<Rule> applicable)
            throws SQLException {
        List<Sample> recent = history.before(connection, entry);
        for (Rule rule : applicable) {
            Key key = new Key(rule.id(), entry.device().deviceId());
            Optional<RuleState> open = openAlert(connection, rule, entry.device());
            staged.put(key, open.orElseGet(() -> replay(rule, recent, subject)));
        }
    }

    private static RuleState replay(Rule rule, List<Sample> recent, Subject subject) {
        RuleState state = RuleState.initial();
        for (Sample sample : recent) {
            state = rule.next(state, sample, subject).after();
        }
        return state;
    }

    private static Optional<RuleState> openAlert(Connection connection, Rule rule, Device device)
            throws SQLException {
        try (PreparedStatement select = connection
                .prepareStatement("""
                                  SELECT level, opened_at FROM telemetry.alert
                                  WHERE rule_id = ? AND device_id = ? AND cleared_at IS NULL""")) {
            select.setString(1, rule.id());
            select.setString(2, device.deviceId());
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(rule.restore(row.getString(1),
                                row.getObject(2, OffsetDateTime.class).toInstant()))
                        : Optional.empty();
            }
        }
    }

    /** The transaction held: what was staged is now true. */
    public void committed() {
        states.putAll(staged);
        staged.clear();
        newcomers.clear();
    }

    /** The transaction did not hold: back to what was true before. */
    public void rolledBack() {
        staged.clear();
        known.removeAll(newcomers);
        newcomers.clear();
    }
}
