package id.siaga.ingest.alert;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import id.siaga.ingest.registry.Device;
import id.siaga.ingest.rule.Decision;
import id.siaga.ingest.rule.Rule;
import id.siaga.ingest.rule.RuleBook;
import id.siaga.ingest.rule.RuleState;
import id.siaga.ingest.rule.Step;
import id.siaga.ingest.rule.Subject;
import id.siaga.ingest.store.Entry;
import id.siaga.ingest.store.Flight;
import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Sample;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

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

    /** A decision that waits to be written. */
    private record Ruling(String ruleId, Entry entry, Decision decision) {
    }

    private final List<Ruling> rulings = new ArrayList<>();
    private int late;
    private final Timer publishToAlert;
    private final Counter outOfOrder;

    public Decisions(RuleBook rules, Subjects subjects, AlertLog log, History history, MeterRegistry meters) {
        this.publishToAlert = Timer.builder("siaga.publish.to.alert")
                .description("From the door's read to the commit of the alert it caused").publishPercentileHistogram()
                .register(meters);
        this.outOfOrder = Counter.builder("siaga.out.of.order")
                .description("Samples stored but not judged: the rules had seen a later one of the device")
                .register(meters);
        this.rules = rules;
        this.subjects = subjects;
        this.log = log;
        this.history = history;
    }

    /**
     * Judges every sample of the entries in event-time order. Reads what it must know of devices first seen and writes
     * nothing yet.
     */
    public void judge(Connection connection, List<Entry> entries) throws SQLException {
        // Two sessions of one broker may bring a device's messages a few milliseconds out of order.
        List<Entry> judged = entries.stream().filter(this::isJudged).sorted(Comparator.comparing(Decisions::began))
                .toList();
        meet(connection, judged);
        judged.forEach(this::judge);
    }

    /** Puts what was decided on a flight in the transaction that holds the readings. */
    public void board(Flight flight) {
        for (Ruling each : rulings) {
            log.board(flight, each.ruleId(), each.entry().device(), each.decision(), AlertLog.JudgedBy.READING);
        }
    }

    private static Instant began(Entry entry) {
        return entry.samples().get(0).observedAt();
    }

    private boolean isJudged(Entry entry) {
        return entry.device().status() == Device.Status.ACTIVE && !entry.samples().isEmpty()
                && !rules.rulesFor(entry.device().kind()).isEmpty();
    }

    private void judge(Entry entry) {
        Subject subject = subjects.of(entry.device());
        List<Sample> ordered = entry.samples().size() == 1
                ? entry.samples()
                : entry.samples().stream().sorted(Comparator.comparing(Sample::observedAt)).toList();
        for (Sample sample : ordered) {
            boolean tooLate = false;
            for (Rule rule : rules.rulesFor(entry.device().kind())) {
                tooLate |= apply(entry, subject, rule, sample);
            }
            late += tooLate && !Flag.RETAINED.in(sample.flags()) ? 1 : 0;
        }
    }

    /** Whether the rule had seen a sample of a later instant. */
    private boolean apply(Entry entry, Subject subject, Rule rule, Sample sample) {
        Key key = new Key(rule.id(), entry.device().deviceId());
        RuleState before = state(key);
        Step step = rule.next(before, sample, subject);
        staged.put(key, step.after());
        step.decision().ifPresent(decision -> rulings.add(new Ruling(rule.id(), entry, decision)));
        return sample.observedAt().isBefore(before.newest()) && !before.isOf(sample.observedAt());
    }

    private RuleState state(Key key) {
        RuleState pending = staged.get(key);
        return pending != null ? pending : states.getOrDefault(key, RuleState.initial());
    }

    /** Restores the states of devices seen for the first time: one question for all their open alerts. */
    private void meet(Connection connection, List<Entry> judged) throws SQLException {
        Map<String, Entry> first = new LinkedHashMap<>();
        for (Entry entry : judged) {
            if (known.add(entry.device().deviceId())) {
                newcomers.add(entry.device().deviceId());
                first.put(entry.device().deviceId(), entry);
            }
        }
        if (first.isEmpty()) {
            return;
        }
        Map<Key, OpenAlert> open = openAlerts(connection, first.keySet());
        for (Entry entry : first.values()) {
            restore(connection, entry, open);
        }
    }

    /** Readings of this batch are not yet history: they are left out by asking only for older messages. */
    private void restore(Connection connection, Entry entry, Map<Key, OpenAlert> open) throws SQLException {
        Subject subject = subjects.of(entry.device());
        List<Rule> judging = rules.rulesFor(entry.device().kind());
        List<Sample> recent = judging.stream().anyMatch(Rule::looksBack)
                ? history.before(connection, entry)
                : List.of();
        for (Rule rule : judging) {
            Key key = new Key(rule.id(), entry.device().deviceId());
            OpenAlert alert = open.get(key);
            staged.put(key, alert == null ? replay(rule, recent, subject) : rule.restore(alert.level(), alert.since()));
        }
    }

    private static RuleState replay(Rule rule, List<Sample> recent, Subject subject) {
        RuleState state = RuleState.initial();
        for (Sample sample : recent) {
            state = rule.next(state, sample, subject).after();
        }
        return state;
    }

    private record OpenAlert(String level, Instant since) {
    }

    private static Map<Key, OpenAlert> openAlerts(Connection connection, Set<String> deviceIds) throws SQLException {
        try (PreparedStatement select = connection
                .prepareStatement("""
                                  SELECT rule_id, device_id, level, opened_at FROM telemetry.alert
                                  WHERE cleared_at IS NULL AND device_id = ANY(?)""")) {
            select.setArray(1, connection.createArrayOf("text", deviceIds.toArray()));
            try (ResultSet row = select.executeQuery()) {
                Map<Key, OpenAlert> open = new HashMap<>();
                while (row.next()) {
                    open.put(new Key(row.getString(1), row.getString(2)),
                            new OpenAlert(row.getString(3), row.getObject(4, OffsetDateTime.class).toInstant()));
                }
                return open;
            }
        }
    }

    /** The devices about which something was decided; what is known of them is written with it. */
    public Set<String> decided() {
        return rulings.stream().map(each -> each.entry().device().deviceId()).collect(Collectors.toSet());
    }

    /** The transaction held: what was staged is now true. */
    public void committed(Instant now) {
        states.putAll(staged);
        rulings.forEach(
                each -> publishToAlert.record(Duration.between(each.entry().message().receivedAt(), now)));
        outOfOrder.increment(late);
        forget();
    }

    /** Whether the transaction held is not known: what it judged is read again. */
    public void unknown() {
        staged.keySet().forEach(key -> {
            states.remove(key);
            known.remove(key.deviceId());
        });
        rolledBack();
    }

    /** The transaction did not hold: back to what was true before. */
    public void rolledBack() {
        known.removeAll(newcomers);
        forget();
    }

    private void forget() {
        rulings.clear();
        late = 0;
        staged.clear();
        newcomers.clear();
    }
}
