package id.siaga.commandcenter.incident;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.place.Place;
import id.siaga.commandcenter.place.Places;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What alerts do to incidents. One open incident per cause; priority only ever goes up by itself. */
public record Incidents(Places places, IncidentMoves moves, Defaults defaults) {

    /** Used when a rule opens an incident without saying; deployment data. */
    public record Defaults(String category, Priority priority) {
    }

    private record Open(long id, String title, Priority priority) {
    }

    void apply(Connection connection, AlertNotice notice) throws SQLException {
        Optional<Open> open = openFor(connection, notice);
        if (open.isPresent()) {
            join(connection, open.get(), notice);
        } else if (notice.wantsIncident() && notice.isWorse()) {
            open(connection, notice);
        } else {
            remember(connection, notice);
        }
    }

    /** Where this alert already is; else the one of its cause; else the one that took over a duplicate of its cause. */
    private static Optional<Open> openFor(Connection connection, AlertNotice notice) throws SQLException {
        return Statements.row(connection,
                """
                SELECT incident_id, title, priority FROM command.incident i JOIN command.incident_state s USING (state)
                WHERE s.open AND incident_id IN (
                    SELECT incident_id FROM command.incident_alert WHERE alert_id = ?
                    UNION ALL
                    SELECT incident_id FROM command.incident WHERE cause = ? AND state IN
                        ('BARU', 'DIVERIFIKASI', 'DITUGASKAN', 'MENUJU_LOKASI', 'DI_LOKASI', 'DITANGANI')
                    UNION ALL
                    SELECT duplicate_of FROM command.incident WHERE cause = ? AND state = 'DUPLIKAT')
                ORDER BY EXISTS (SELECT FROM command.incident_alert l
                                 WHERE l.incident_id = i.incident_id AND l.alert_id = ?) DESC,
                         cause = ? DESC, incident_id DESC
                LIMIT 1 FOR UPDATE OF i""", notice.alertId(), notice.cause(), notice.cause(), notice.alertId(),
                notice.cause()).map(
                        row -> new Open(row.path("incident_id").longValue(),
                                row.path("title").asText(), Priority.valueOf(row.path("priority").asText())));
    }

    private void open(Connection connection, AlertNotice notice) throws SQLException {
        Instant now = moves.clock().instant();
        String category = category(connection, notice);
        Priority priority = priority(notice);
        long id = write(connection, notice, Numbers.next(connection, category, now), category, priority);
        link(connection, id, notice);
        moves.timeline().of(id).alert(connection, "opened", notice, priority, priority);
        begin(connection, id, priority);
    }

    /** Clocks, and who must know; a device's P1 counts as examined. */
    void begin(Connection connection, long id, Priority priority) throws SQLException {
        moves.opened(connection, id, priority);
        if (priority == Priority.P1) {
            moves.verifyUrgent(connection, id);
        }
    }

    /** A new row, where the device stands. */
    long write(Connection connection, AlertNotice notice, String number, String category, Priority priority)
            throws SQLException {
        Instant now = moves.clock().instant();
        @Nullable
        Place place = notice.point().map(at -> places.at(at.latitude(), at.longitude())).orElse(null);
        return Statements.only(connection,
                """
                INSERT INTO command.incident (number, title, category, priority, state, cause, caused_at, opened_at,
                    updated_at, latitude, longitude, kecamatan_code, kecamatan, kelurahan_code, kelurahan, place_approximate,
                    simulated, clocks_from)
                VALUES (?, ?, ?, ?, 'BARU', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                RETURNING incident_id""",
                number, notice.title(), category,
                priority.name(), notice.cause(), notice.at(), now, now,
                notice.point().map(AlertNotice.Point::latitude).orElse(null),
                notice.point().map(AlertNotice.Point::longitude).orElse(null),
                place == null ? null : place.kelurahan().kecamatanCode(),
                place == null ? null : place.kelurahan().kecamatan(), place == null ? null : place.kelurahan().code(),
                place == null ? null : place.kelurahan().name(), place == null || place.approximate(),
                notice.simulated(), now).path("incident_id").longValue();
    }

    Priority priority(AlertNotice notice) {
        return notice.priority().orElse(defaults.priority());
    }

    /** A rule's word that is no code does not keep an emergency from being one. */
    String category(Connection connection, AlertNotice notice) throws SQLException {
        return Statements.only(connection, """
                                           SELECT coalesce((SELECT code FROM command.violation_type WHERE code = ?), ?)
                                               AS code""", notice.category().orElse(defaults.category()),
                defaults.category()).path("code").asText();
    }

    private void join(Connection connection, Open open, AlertNotice notice) throws SQLException {
        boolean secondRule = notice.wantsIncident() && notice.isWorse() && isNewRule(connection, open.id(), notice);
        boolean joined = link(connection, open.id(), notice);
        Priority priority = priority(open.priority(), notice, secondRule);
        boolean escalated = priority != open.priority();
        String title = titleOf(open, notice, joined, escalated);
        if (escalated || !title.equals(open.title())) {
            Statements.execute(connection,
                    """
                    UPDATE command.incident SET title = ?, priority = ?, updated_at = ?, version = version + 1
                    WHERE incident_id = ?""", title, priority.name(), moves.clock().instant(), open.id());
        }
        String entry = notice.change().equals("opened") ? "joined" : notice.change();
        moves.timeline().of(open.id()).alert(connection, entry, notice, open.priority(), priority);
        if (escalated) {
            moves.raised(connection, open.id(), open.priority());
            moves.verifyUrgent(connection, open.id());
        }
        moves.publish(connection, open.id());
    }

    private static String titleOf(Open open, AlertNotice notice, boolean joined, boolean escalated) {
        boolean moved = notice.wantsIncident() && !joined && !notice.isCleared();
        return escalated || moved ? notice.title() : open.title();
    }

    private static Priority priority(Priority current, AlertNotice notice, boolean secondRule) {
        if (!notice.wantsIncident() || !notice.isWorse()) {
            return current;
        }
        Priority asked = notice.priority().orElse(current).moreUrgent(current);
        return secondRule ? asked.moreUrgent(current.raised()) : asked;
    }

    private static boolean isNewRule(Connection connection, long id, AlertNotice notice) throws SQLException {
        return Statements
                .row(connection, """
                                 SELECT 1 FROM command.incident_alert WHERE incident_id = ? AND rule_id = ?""", id,
                        notice.ruleId())
                .isEmpty();
    }

    private static boolean link(Connection connection, long id, AlertNotice notice) throws SQLException {
        return Statements.execute(connection,
                """
                INSERT INTO command.incident_alert (incident_id, alert_id, rule_id) VALUES (?, ?, ?)
                ON CONFLICT DO NOTHING""", id, notice.alertId(), notice.ruleId()) == 1;
    }

    /** No open incident and none to open: the last one this alert belonged to still learns how it went on. */
    private void remember(Connection connection, AlertNotice notice) throws SQLException {
        Optional<ObjectNode> last = Statements.row(connection,
                """
                SELECT i.incident_id, i.priority FROM command.incident_alert l JOIN command.incident i USING (incident_id)
                WHERE l.alert_id = ? ORDER BY i.incident_id DESC LIMIT 1""",
                notice.alertId());
        if (last.isPresent()) {
            Priority priority = Priority.valueOf(last.get().path("priority").asText());
            moves.timeline().of(last.get().path("incident_id").longValue()).alert(connection, notice.change(), notice,
                    priority, priority);
        }
    }

    Clock clock() {
        return moves.clock();
    }
}
