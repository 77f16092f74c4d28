package id.siaga.ingest.store;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import id.siaga.ingest.decode.Evidence;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Reject;

/**
 * Where publications go that cannot be used: reason, topic, size and what {@link Evidence} lets stay of the bytes, for a
 * person to see. Where that is not all of them, the hash tells whether two are the same.
 */
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
        byte[] kept = Evidence.of(refused.format(), refused.message());
        String hash = Arrays.equals(kept, payload) ? "" : " · SHA-256 " + sha256(payload);
        insert.setString(6, printable(refused.detail()) + hash);
        insert.setInt(7, payload.length);
        insert.setBytes(8, Arrays.copyOf(kept, Math.min(kept.length, KEPT_BYTES)));
    }

    private static String sha256(byte[] payload) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(payload));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
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
