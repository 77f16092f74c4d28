package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Account;
import id.siaga.commandcenter.account.Secrets;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Replays the reply to a POST repeated with the same Idempotency-Key. Replies may hold device secrets, so each is
 * sealed under its key, of which the database only has the SHA-256.
 */
record IdempotentReplies(Clock clock) {
    private static final JsonMapper MAPPER = new JsonMapper();
    /** Each key seals one reply, so a fixed nonce is never used twice under it. */
    private static final GCMParameterSpec NONCE = new GCMParameterSpec(128, new byte[12]);

    /** The first request does {@code work} in the caller's transaction; a repeat waits for it and gets its reply. */
    Reply once(Connection connection, Call call, String key, Database.Work<Reply> work) throws SQLException {
        Account account = call.account();
        byte[] request = call.whole();
        int claimed = Statements.execute(connection,
                """
                INSERT INTO command.idempotent_reply (account_id, key_sha256, request_sha256, created_at)
                VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING""", account.id(), Secrets.sha256(key), digest(request),
                clock.instant());
        if (claimed == 0) {
            return replay(connection, account, key, request);
        }
        Reply reply = work.on(connection);
        Statements.execute(connection,
                """
                UPDATE command.idempotent_reply SET status = ?, sealed = ? WHERE account_id = ? AND key_sha256 = ?""",
                reply.status(), crypt(Cipher.ENCRYPT_MODE, key,
                        reply.body().toString().getBytes(StandardCharsets.UTF_8)),
                account.id(), Secrets.sha256(key));
        return reply;
    }

    private static Reply replay(Connection connection, Account account, String key, byte[] request)
            throws SQLException {
        Optional<ObjectNode> same = Statements.row(connection,
                """
                SELECT status, sealed FROM command.idempotent_reply
                WHERE account_id = ? AND key_sha256 = ? AND request_sha256 = ?""", account.id(), Secrets.sha256(key),
                digest(request));
        ObjectNode stored = same.orElseThrow(() -> new Problem(422, "idempotency-key-reused",
                "Idempotency-Key sudah dipakai (already used)", "Kunci ini dipakai untuk permintaan lain"));
        try {
            byte[] body = crypt(Cipher.DECRYPT_MODE, key, stored.path("sealed").binaryValue());
            return new Reply(stored.path("status").intValue(), "application/json", MAPPER.readTree(body))
                    .with("Idempotency-Replayed", "true");
        } catch (IOException e) {
            throw new SQLException("a stored reply is not JSON", e);
        }
    }

    private static byte[] crypt(int mode, String key, byte[] bytes) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(Secrets.sha256("seal " + key), "AES"), NONCE);
            return cipher.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    private static byte[] digest(byte[] request) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(request);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
