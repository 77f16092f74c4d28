package id.siaga.commandcenter.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;

/** What is put on record by us rather than by a trigger; who, when and the chain are the database's to fill in. */
public record AuditLog(Database database) {

    /** Puts it on record in a transaction of its own, in the name of the current {@code Actor}. */
    public void write(AuditRecord.Deed deed) {
        database.transaction(connection -> write(connection, deed));
    }

    /** As above, as the last thing in a transaction: from here to its commit no other can be recorded. */
    public static int write(Connection connection, AuditRecord.Deed deed) throws SQLException {
        return Statements.execute(connection,
                "INSERT INTO audit.record (action, object_type, object_id, detail) VALUES (?, ?, ?, ?)",
                deed.action(), deed.objectType(), deed.objectId(), deed.detail());
    }

    /** The newest record: {@code seq}, {@code at}, {@code sha256}, and the {@code installation} it belongs to. */
    public ObjectNode head() {
        return database.transaction(AuditLog::head);
    }

    /** As above, seen from a transaction. */
    public static ObjectNode head(Connection connection) throws SQLException {
        return Statements.row(connection,
                """
                SELECT seq, at, encode(sha256, 'hex') AS sha256,
                    (SELECT object_id FROM audit.record WHERE seq = 1) AS installation
                FROM audit.record ORDER BY seq DESC LIMIT 1""")
                .orElseThrow(() -> new IllegalStateException("the audit log is empty: not even its first record"));
    }
}
