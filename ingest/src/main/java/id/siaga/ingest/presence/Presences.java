package id.siaga.ingest.presence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.rule.RuleBook;
import id.siaga.ingest.telemetry.Kind;
import id.siaga.ingest.telemetry.Presence.State;

/** Writes what a tick finds of everybody's presence to {@code device_state}, whose trigger keeps the history. */
public record Presences(RuleBook rules, PresencePolicy policy) {

    /**
     * Judges every active device that was ever heard.
     *
     * @param listeningSince nobody is silent because of what was missed before this
     * @return devices that are overdue while it is too early to say why: no alert may say that they are silent
     */
    public Set<String> judge(Connection connection, Instant listeningSince, Instant now) throws SQLException {
        // By id, as lanes write them, so that the two can wait for each other but not both.
        Map<String, Standing> all = new TreeMap<>(standings(connection));
        Judgement judgement = new Judgement(all, listeningSince, now);
        Set<String> undecided = new HashSet<>();
        try (PreparedStatement update = connection.prepareStatement(
                """
                UPDATE telemetry.device_state
                SET presence = ?, presence_cause = ?, presence_because = ?, presence_since = ?
                WHERE device_id = ? AND last_received_at = ?""")) {
            for (Standing device : all.values()) {
                switch (judgement.of(device)) {
                    case Verdict.AsBefore same -> {
                    }
                    case Verdict.Undecided open -> undecided.add(device.deviceId());
                    case Verdict.Silent silent -> write(update, device, "offline", "timeout", null, silent.since());
                    case Verdict.Unreachable gone ->
                        write(update, device, "unknown", gone.cause().name().toLowerCase(Locale.ROOT), gone.parent(),
                                gone.since());
                }
            }
            update.executeBatch();
        }
        return undecided;
    }

    /** Unless it was heard meanwhile. */
    private static void write(PreparedStatement update, Standing device, String state, String cause,
            @Nullable String because, Instant since) throws SQLException {
        update.setString(1, state);
        update.setString(2, cause);
        update.setString(3, because);
        update.setObject(4, since.atOffset(ZoneOffset.UTC));
        update.setString(5, device.deviceId());
        update.setObject(6, device.lastHeard().atOffset(ZoneOffset.UTC));
        update.addBatch();
    }

    private Map<String, Standing> standings(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                """
                SELECT s.device_id, d.kind, s.presence, coalesce(s.presence_because, '') AS because, s.presence_since,
                    s.last_received_at, coalesce(s.interval_s, d.interval_s) AS interval_s, d.uplink_parent,
                    d.switch_parent, d.power_parent
                FROM telemetry.device_state s JOIN telemetry.device d USING (device_id) WHERE d.status = 'active'""");
                ResultSet row = select.executeQuery()) {
            Map<String, Standing> all = new TreeMap<>();
            while (row.next()) {
                Standing standing = standing(row);
                all.put(standing.deviceId(), standing);
            }
            return all;
        }
    }

    private Standing standing(ResultSet row) throws SQLException {
        Optional<Duration> interval = Optional.ofNullable(row.getObject("interval_s", Integer.class))
                .map(Duration::ofSeconds);
        Duration timeout = timeout(Kind.ofWord(row.getString("kind")).orElse(Kind.UNKNOWN), interval);
        return new Standing(row.getString("device_id"),
                State.valueOf(row.getString("presence").toUpperCase(Locale.ROOT)), row.getString("because"),
                instant(row, "presence_since"), instant(row, "last_received_at"),
                interval.orElseGet(() -> policy.assumed(timeout)), timeout,
                parents(row, "uplink_parent", "switch_parent"), parents(row, "power_parent"));
    }

    private static List<String> parents(ResultSet row, String... columns) throws SQLException {
        List<String> parents = new ArrayList<>(columns.length);
        for (String column : columns) {
            String parent = row.getString(column);
            if (parent != null) {
                parents.add(parent);
            }
        }
        return parents;
    }

    /** As the kind's silence rule has it, so that a device is gone when its alert says so. */
    private Duration timeout(Kind kind, Optional<Duration> interval) {
        return rules.silenceRulesFor(kind).stream().findFirst().map(rule -> rule.timeout(interval))
                .orElseGet(() -> policy.timeout(interval));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
