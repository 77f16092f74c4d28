package id.siaga.commandcenter.incident;

import id.siaga.commandcenter.account.Account;
import id.siaga.commandcenter.account.Role;
import id.siaga.commandcenter.place.Places;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Lets another kecamatan see and work on an incident, and ends that; its own kecamatan or the whole city decides. */
public record Sharing(IncidentDesk desk, Places places) {
    private static final Set<Role> MAY = Set.of(Role.OPERATOR, Role.KORLAP, Role.KEPALA_SATPOL_PP);

    public ChangeOutcome share(IncidentDesk.Asked asked, String kecamatan, String reason) {
        return desk.onSeen(asked, (connection, seen) -> {
            if (!isHome(connection, seen, asked.who())) {
                return new ChangeOutcome.NotAtHome(MAY);
            }
            if (seen.kecamatan().contains(kecamatan) || places.kecamatan(kecamatan).isEmpty()) {
                return new ChangeOutcome.Unfit("kecamatan_code", "tidak dikenal atau sudah melihatnya (unknown, or "
                        + "sees it already)");
            }
            Statements.execute(connection,
                    """
                    INSERT INTO command.incident_share (incident_id, kecamatan_code, reason, shared_by, shared_at)
                    VALUES (?, ?, ?, ?, ?)""", seen.id(), kecamatan, reason, asked.who().user(), now());
            return written(connection, seen, asked, "shared", kecamatan + " · " + reason);
        });
    }

    public ChangeOutcome end(IncidentDesk.Asked asked, String kecamatan) {
        return desk.onSeen(asked, (connection, seen) -> {
            if (!isHome(connection, seen, asked.who())) {
                return new ChangeOutcome.NotAtHome(MAY);
            }
            String there = unitsOf(connection, seen, kecamatan);
            if (!there.isEmpty()) {
                return new ChangeOutcome.Guarded(there + ": masih ditugaskan di sini, lepaskan dulu "
                        + "(still sent here, release first)");
            }
            int ended = Statements.execute(connection,
                    """
                    UPDATE command.incident_share SET ended_by = ?, ended_at = ?
                    WHERE incident_id = ? AND kecamatan_code = ? AND ended_at IS NULL""", asked.who().user(), now(),
                    seen.id(), kecamatan);
            return ended == 0
                    ? new ChangeOutcome.Missing()
                    : written(connection, seen, asked, "unshared", kecamatan);
        });
    }

    /** Whom it is shared with works on it, but does not decide who else does. */
    private static boolean isHome(Connection connection, Seen seen, Account who) throws SQLException {
        Optional<String> home = Optional.ofNullable(Statements.only(connection,
                "SELECT kecamatan_code FROM command.incident WHERE incident_id = ?", seen.id())
                .path("kecamatan_code").textValue());
        return who.scope(MAY).covers(home);
    }

    /** Their crews would be left with a task that they can no longer read. */
    private static String unitsOf(Connection connection, Seen seen, String kecamatan) throws SQLException {
        return Statements.rows(connection,
                """
                SELECT u.call_sign FROM command.assignment a JOIN command.unit u USING (unit_id)
                WHERE a.incident_id = ? AND a.cleared_at IS NULL AND u.kecamatan_code = ? ORDER BY u.call_sign""",
                seen.id(), kecamatan).stream().map(row -> row.path("call_sign").asText())
                .collect(Collectors.joining(", "));
    }

    private ChangeOutcome written(Connection connection, Seen seen, IncidentDesk.Asked asked, String entry,
            String words) throws SQLException {
        Statements.execute(connection,
                """
                UPDATE command.incident SET updated_at = ?, version = version + 1, shared_with = ARRAY(
                    SELECT kecamatan_code FROM command.incident_share s
                    WHERE s.incident_id = incident.incident_id AND ended_at IS NULL ORDER BY kecamatan_code)
                WHERE incident_id = ?""", now(), seen.id());
        desk.moves().timeline().of(seen.id()).entry(connection, asked.who().user(), entry, words);
        return new ChangeOutcome.Changed(desk.moves().publish(connection, seen.id()));
    }

    private Instant now() {
        return desk.moves().clock().instant();
    }
}
