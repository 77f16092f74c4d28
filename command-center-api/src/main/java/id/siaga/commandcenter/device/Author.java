package id.siaga.commandcenter.device;

import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;

/** Who changes devices, and why: the history of mountings keeps it. */
public record Author(String user, String reason) {

    /** Tells the triggers of the open transaction. */
    void sign(Connection connection) throws SQLException {
        Statements.rows(connection,
                "SELECT set_config('siaga.by', ?, true) AS by, set_config('siaga.reason', ?, true) AS reason", user,
                reason);
    }
}
