package id.siaga.commandcenter.incident;

import id.siaga.commandcenter.account.Role;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Takes some alerts out of an incident into a new one of their own; what those alerts do next goes there too. */
public record Splitting(IncidentDesk desk) {
    private static final Set<Role> MAY = Set.of(Role.OPERATOR, Role.KORLAP, Role.KEPALA_SATPOL_PP);

    /** Some of the alerts, never all, and what the new incident is called. */
    public record Part(List<Long> alertIds, String title, String reason) {
    }

    /** Changed to the new incident. */
    public ChangeOutcome split(IncidentDesk.Asked asked, Part part) {
        return desk.onSeen(asked, (connection, seen) -> {
            if (MAY.stream().noneMatch(seen.rolesOf(asked.who())::contains)) {
                return new ChangeOutcome.Forbidden(MAY);
            }
            if (!seen.state().isOpen()) {
                return new ChangeOutcome.Guarded("sudah selesai (no longer open)");
            }
            List<Long> linked = Statements.rows(connection, """
                                                            SELECT alert_id FROM command.incident_alert
                                                            WHERE incident_id = ?""", seen.id()).stream()
                    .map(row -> row.path("alert_id").longValue()).toList();
            if (!linked.containsAll(part.alertIds()) || part.alertIds().size() >= linked.size()) {
                return new ChangeOutcome.Unfit("alert_ids", "harus sebagian dari alarm insiden ini (some of its "
                        + "alerts, not all)");
            }
            return new ChangeOutcome.Changed(desk.moves().opened(connection,
                    divided(connection, seen, part, asked.who().user()), seen.priority()));
        });
    }

    private long divided(Connection connection, Seen seen, Part part, String user) throws SQLException {
        Instant now = desk.moves().clock().instant();
        String category = Statements.only(connection, "SELECT category FROM command.incident WHERE incident_id = ?",
                seen.id()).path("category").asText();
        String number = Numbers.next(connection, category, now);
        long id = Statements.only(connection,
                """
                INSERT INTO command.incident (number, title, category, priority, state, cause, caused_at, opened_at,
                    updated_at, latitude, longitude, kecamatan_code, kecamatan, kelurahan_code, kelurahan,
                    place_approximate, simulated, clocks_from, source, split_from, shared_with)
                SELECT ?, ?, category, priority, 'BARU', 'split:' || ?, caused_at, ?, ?, coalesce(own.latitude, i.latitude),
                    coalesce(own.longitude, i.longitude), kecamatan_code, kecamatan, kelurahan_code, kelurahan,
                    place_approximate, simulated, ?, 'DEVICE', incident_id, shared_with
                FROM command.incident i LEFT JOIN (
                    SELECT d.latitude, d.longitude FROM telemetry.alert JOIN telemetry.device d USING (device_id)
                    WHERE alert_id = ?) own ON true
                WHERE incident_id = ? RETURNING incident_id""",
                number, part.title(), number, now, now, now,
                part.alertIds().getFirst(), seen.id()).path("incident_id").longValue();
        for (long alert : part.alertIds()) {
            Statements.execute(connection, """
                                           UPDATE command.incident_alert SET incident_id = ?
                                           WHERE incident_id = ? AND alert_id = ?""", id, seen.id(), alert);
        }
        Statements.execute(connection, """
                                       UPDATE command.incident SET updated_at = ?, version = version + 1
                                       WHERE incident_id = ?""", now, seen.id());
        desk.moves().timeline().of(seen.id()).entry(connection, user, "split", number + " · " + part.reason());
        desk.moves().timeline().of(id).entry(connection, user, "opened", part.title() + " · " + part.reason());
        return id;
    }
}
