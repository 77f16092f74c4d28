package id.siaga.commandcenter.incident;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Role;
import id.siaga.commandcenter.sql.Statements;
import id.siaga.ingest.telemetry.Flag;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes some alerts out of an incident into a new one of their own; what those alerts do next goes there too. The part
 * is as if they had just opened it: where their device stands, as urgent as they ask, and shared with nobody.
 */
public record Splitting(IncidentDesk desk, Incidents incidents) {
    private static final String LISTED = "ANY (string_to_array(?, ',')::bigint[])";
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
            return new ChangeOutcome.Changed(divided(connection, seen, part, asked.who().user()));
        });
    }

    private ObjectNode divided(Connection connection, Seen seen, Part part, String user) throws SQLException {
        AlertNotice lead = lead(connection, seen, part);
        String category = incidents.category(connection, lead);
        String number = Numbers.next(connection, category, desk.moves().clock().instant());
        Priority priority = incidents.priority(lead);
        long id = incidents.write(connection, lead.as("split:" + number, part.title()), number, category, priority);
        Statements.execute(connection, "UPDATE command.incident SET split_from = ? WHERE incident_id = ?", seen.id(),
                id);
        Statements.execute(connection,
                "UPDATE command.incident_alert SET incident_id = ? WHERE incident_id = ? AND alert_id = " + LISTED, id,
                seen.id(), listed(part));
        desk.moves().timeline().of(id).entry(connection, user, "opened", part.title() + " · " + part.reason());
        incidents.begin(connection, id, priority);
        left(connection, seen, user, number + " · " + part.reason());
        return Statements.only(connection, "SELECT * FROM command.incident_json WHERE id = ?", id);
    }

    /** The most urgent of what its alerts said; where nobody knows the device to stand it lies where the whole does. */
    private AlertNotice lead(Connection connection, Seen seen, Part part) throws SQLException {
        AlertNotice lead = Statements
                .rows(connection,
                        AlertNotice.SELECT + "WHERE e.alert_id = " + LISTED
                                + " AND e.change IN ('opened', 'raised') ORDER BY e.event_id",
                        Flag.SIMULATED.bit(), listed(part))
                .stream().map(AlertNotice::of)
                .min(Comparator.comparing((AlertNotice notice) -> !notice.wantsIncident())
                        .thenComparing(incidents::priority))
                .orElseThrow();
        if (lead.point().isPresent()) {
            return lead;
        }
        ObjectNode whole = Statements.only(connection,
                "SELECT latitude, longitude FROM command.incident WHERE incident_id = ?", seen.id());
        return lead.standing(AlertNotice.point(whole.path("latitude"), whole.path("longitude")));
    }

    private void left(Connection connection, Seen whole, String user, String words) throws SQLException {
        Statements.execute(connection, """
                                       UPDATE command.incident SET updated_at = ?, version = version + 1
                                       WHERE incident_id = ?""", desk.moves().clock().instant(), whole.id());
        desk.moves().timeline().of(whole.id()).entry(connection, user, "split", words);
        desk.moves().publish(connection, whole.id());
    }

    private static String listed(Part part) {
        return part.alertIds().stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
