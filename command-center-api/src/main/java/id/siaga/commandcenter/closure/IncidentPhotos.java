package id.siaga.commandcenter.closure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Account;
import id.siaga.commandcenter.account.Scope;
import id.siaga.commandcenter.account.Secrets;
import id.siaga.commandcenter.closure.photo.Picture;
import id.siaga.commandcenter.closure.photo.Pictures;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Photos of incidents: kept as they were sent, and shown as far as whoever looks may see. */
public record IncidentPhotos(Database database, Pictures pictures, ClosurePolicy.Capturing limits, Clock clock) {
    private static final PhotoOutcome UNKNOWN = new PhotoOutcome.NonceRefused(
            "Bukan izin foto untuk insiden dan akun ini, atau sudah lewat (not of this incident and account, or over)");
    private static final PhotoOutcome USED = new PhotoOutcome.NonceRefused(
            "Sudah dipakai untuk foto lain (used for another photo)");

    /** Takes a photo made under a nonce; the same photo again is the same answer. */
    public PhotoOutcome capture(Scope scope, long incidentId, Account account, Capture capture, byte[] bytes) {
        if (!isInScope(scope, incidentId)) {
            return new PhotoOutcome.Missing();
        }
        // Before anything is decoded: strangers to this incident cost nothing.
        if (database.row("SELECT 1 AS one FROM command.capture_nonce WHERE nonce_sha256 = ? AND account_id = ?",
                Secrets.sha256(capture.nonce()), account.id()).isEmpty()) {
            return UNKNOWN;
        }
        Picture picture = pictures.read(bytes);
        PhotoRow row = new PhotoRow(incidentId, account, picture, bytes, clock.instant());
        return database.transaction(connection -> captured(connection, row, capture));
    }

    private boolean isInScope(Scope scope, long incidentId) {
        return database
                .row("""
                     SELECT 1 AS one FROM command.incident
                     WHERE incident_id = ? AND (?::text[] IS NULL OR array_append(shared_with, kecamatan_code) && ?)""",
                        incidentId,
                        scope.codes(), scope.codes())
                .isPresent();
    }

    private PhotoOutcome captured(Connection connection, PhotoRow row, Capture capture) throws SQLException {
        Optional<ObjectNode> nonce = Statements.row(connection,
                """
                SELECT n.used_at, n.expires_at, (SELECT p.photo_id FROM command.incident_photo p
                    WHERE p.nonce_sha256 = n.nonce_sha256 AND p.sha256 = ?) AS same
                FROM command.capture_nonce n
                WHERE n.nonce_sha256 = ? AND n.incident_id = ? AND n.account_id = ? FOR UPDATE OF n""", row.sha256(),
                Secrets.sha256(capture.nonce()), row.incidentId(), row.account().id());
        if (nonce.isEmpty() || isOver(nonce.get(), row.at())) {
            return UNKNOWN;
        }
        if (nonce.get().hasNonNull("used_at")) {
            return nonce.get().hasNonNull("same")
                    ? new PhotoOutcome.Kept(photo(connection, nonce.get().path("same").longValue()))
                    : USED;
        }
        if (waiting(connection, row.incidentId()) >= limits.mostPhotos()) {
            return new PhotoOutcome.TooMany(limits.mostPhotos());
        }
        return new PhotoOutcome.Kept(photo(connection, row.insertCapture(connection, pictures, capture)));
    }

    private boolean isOver(ObjectNode nonce, Instant now) {
        return !nonce.hasNonNull("used_at")
                && Instant.parse(nonce.path("expires_at").asText()).plusSeconds(limits.uploadWithinS()).isBefore(now);
    }

    /** Under the incident's lock, so that two at once do not both find room. */
    private static long waiting(Connection connection, long incidentId) throws SQLException {
        Statements.rows(connection, "SELECT 1 AS one FROM command.incident WHERE incident_id = ? FOR NO KEY UPDATE",
                incidentId);
        return Statements.only(connection,
                "SELECT count(*) AS waiting FROM command.incident_photo WHERE incident_id = ? AND closure_id IS NULL",
                incidentId).path("waiting").longValue();
    }

    private static ObjectNode photo(Connection connection, long id) throws SQLException {
        return Statements.only(connection, "SELECT * FROM command.incident_photo_json WHERE id = ?", id);
    }

    /** Takes a photo that came with the report of the incident, from anybody, of any time. */
    public PhotoOutcome source(Scope scope, long incidentId, Account account, byte[] bytes) {
        if (!isInScope(scope, incidentId)) {
            return new PhotoOutcome.Missing();
        }
        PhotoRow row = new PhotoRow(incidentId, account, pictures.read(bytes), bytes, clock.instant());
        return database.transaction(connection -> {
            if (waiting(connection, incidentId) >= limits.mostPhotos()) {
                return new PhotoOutcome.TooMany(limits.mostPhotos());
            }
            return new PhotoOutcome.Kept(photo(connection, row.insertSource(connection, pictures)));
        });
    }

    /** All of an incident, oldest first; empty when it does not lie in scope. */
    public Optional<List<ObjectNode>> of(Scope scope, long incidentId) {
        return isInScope(scope, incidentId)
                ? Optional.of(database.rows("""
                                            SELECT * FROM command.incident_photo_json
                                            WHERE incident_id = ? ORDER BY id""", incidentId))
                : Optional.empty();
    }

    /** {@code media_type} and {@code content} of one copy: ORIGINAL, PUBLIC or THUMBNAIL. */
    public Optional<ObjectNode> copy(Scope scope, long incidentId, long photoId, String copy) {
        return database.row("""
                            SELECT f.media_type, f.content FROM command.incident_photo_file f
                            JOIN command.incident_photo p USING (photo_id) JOIN command.incident i USING (incident_id)
                            WHERE i.incident_id = ? AND f.photo_id = ? AND f.copy = ?
                              AND (?::text[] IS NULL OR array_append(i.shared_with, i.kecamatan_code) && ?)""",
                incidentId, photoId, copy,
                scope.codes(), scope.codes());
    }

    /**
     * Removes files and camera notes that table retention says are old enough and no legal hold covers, and leaves the
     * proof of it; a bounded number at a time. Hashes stay: what was used once is known for good.
     */
    public int forget() {
        return database.execute(
                """
                WITH old AS (
                    SELECT p.photo_id, p.received_at FROM command.incident_photo p
                    JOIN command.incident i USING (incident_id)
                    JOIN telemetry.retention t ON t.class = p.retention_class
                    WHERE i.finished_at < ?::timestamptz - t.keep AND NOT telemetry.held('', p.received_at)
                      AND EXISTS (SELECT FROM command.incident_photo_file f WHERE f.photo_id = p.photo_id)
                    LIMIT 100),
                files AS (DELETE FROM command.incident_photo_file f USING old WHERE f.photo_id = old.photo_id RETURNING 1),
                notes AS (UPDATE command.incident_photo p SET camera = '{}' FROM old WHERE p.photo_id = old.photo_id)
                INSERT INTO telemetry.retention_run (class, table_name, to_at, rows, archived)
                SELECT 'incident_photo', 'command.incident_photo_file', max(received_at), count(*), 0 FROM old
                HAVING count(*) > 0""",
                clock.instant());
    }
}
