package id.siaga.ingest.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;

import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Reject;

/** Where publications go that cannot be used: bytes, topic and reason, for a person to see. */
public final class Quarantine {

    private static final int KEPT_BYTES = 64 * 1024;
    private static final int DETAIL_CHARACTERS = 500;

    /** One refused publication. */
    public record Case(String principal, String format, Message message, Reject reason, String detail) {
    }

    public void write(Connection connection, List<Case> cases) throws SQLException {
        if (cases.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection
                .prepareStatement("""
                                  INSERT INTO telemetry.quarantine
                                      (received_at, topic, principal, format, reason, detail, payload_bytes, payload)
                                  VALUES (?, ?, ?, ?, ?, ?, ?, ?)""")) {
            for (Case refused : cases) {
                bind(insert, refused);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void bind(PreparedStatement insert, Case refused) throws SQLException {
        byte[] payload = refused.message().payload();
        insert.setObject(1, refused.message().receivedAt().atOffset(ZoneOffset.UTC));
        insert.setString(2, printable(refused.message().topic()));
        textOrNull(insert, 3, refused.principal());
        textOrNull(insert, 4, refused.format());
        insert.setString(5, refused.reason().name());
        insert.setString(6, printable(refused.detail()));
        insert.setInt(7, payload.length);
        insert.setBytes(8, payload.length > KEPT_BYTES ? Arrays.copyOf(payload, KEPT_BYTES) : payload);
    }

    private static void textOrNull(PreparedStatement insert, int index, String text) throws SQLException {
        if (text.isEmpty()) {
            insert.setNull(index, Types.VARCHAR);
        } else {
            insert.setString(index, printable(text));
        }
    }

    /** PostgreSQL refuses NUL in text, and a quarantine must never refuse. */
    private static String printable(String text) {
        String clean = text.replace('\0', '\uFFFD');
        return clean.length() > DETAIL_CHARACTERS ? clean.substring(0, DETAIL_CHARACTERS) : clean;
    }
}
