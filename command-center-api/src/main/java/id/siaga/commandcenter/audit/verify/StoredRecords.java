package id.siaga.commandcenter.audit.verify;

import id.siaga.commandcenter.audit.AuditRecord;
import id.siaga.commandcenter.audit.EvidenceLog;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Records of the database as they are at one instant, by a cursor; it changes nothing. */
public final class StoredRecords implements Records {
    private static final int AT_ONCE = 1000;

    private final Connection connection;
    private final PreparedStatement statement;
    private final ResultSet rows;

    /** Takes the connection over. */
    public StoredRecords(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setReadOnly(true);
        statement = connection.prepareStatement("SELECT * FROM audit.record ORDER BY seq");
        statement.setFetchSize(AT_ONCE);
        rows = statement.executeQuery();
    }

    @Override
    public Optional<AuditRecord> next() throws IOException {
        try {
            return rows.next() ? Optional.of(AuditRecord.of(rows)) : Optional.empty();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    @Override
    public List<String> changedEvidence(AuditRecord record) throws IOException {
        try {
            return EvidenceLog.differences(connection, Long.parseLong(record.deed().objectId()),
                    record.deed().detail());
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    /** Compares the tables of the same instant with these records. */
    public TableReplay replay() {
        return new TableReplay(connection);
    }

    @Override
    public void close() throws IOException {
        try {
            rows.close();
            statement.close();
            connection.close();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }
}
