package id.siaga.commandcenter.incident;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.place.Kelurahan;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;

/** Opens the incidents that people report: they wait in the same queue as those of devices, to be verified first. */
public record Reporting(IncidentMoves moves) {

    /** Whether there is such a code. */
    public static boolean isCode(Connection connection, String category) throws SQLException {
        return Statements.row(connection, "SELECT 1 FROM command.violation_type WHERE code = ? AND active", category)
                .isPresent();
    }

    /** Whether a printed form was entered before. */
    public static boolean isEntered(Connection connection, String form) throws SQLException {
        return Statements.row(connection, "SELECT 1 FROM command.incident WHERE form_number = ?", form).isPresent();
    }

    /** The incident as the API shows it. */
    public ObjectNode open(Connection connection, Report report, String user) throws SQLException {
        Instant now = moves.clock().instant();
        Kelurahan kelurahan = report.spot().place().kelurahan();
        String number = Numbers.next(connection, report.category(), now);
        long id = Statements.only(connection,
                """
                INSERT INTO command.incident (number, title, category, priority, state, cause, caused_at, opened_at,
                    updated_at, latitude, longitude, kecamatan_code, kecamatan, kelurahan_code, kelurahan,
                    place_approximate, simulated, clocks_from, source, description, channel_reference, form_number)
                VALUES (?, ?, ?, ?, 'BARU', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, false, ?, ?, ?, ?, ?)
                RETURNING incident_id""", number, report.title(), report.category(), report.priority().name(),
                report.source().name().toLowerCase(Locale.ROOT) + ":" + number, report.at(), now, now,
                report.spot().latitude(), report.spot().longitude(), kelurahan.kecamatanCode(), kelurahan.kecamatan(),
                kelurahan.code(), kelurahan.name(), report.spot().place().approximate(), now, report.source().name(),
                report.description().orElse(null), report.reference().orElse(null), report.form().orElse(null))
                .path("incident_id").longValue();
        moves.timeline().of(id).happened(connection, report.at(), user, report.title());
        return moves.opened(connection, id, report.priority());
    }
}
