package id.siaga.commandcenter.closure;

import id.siaga.commandcenter.account.Account;
import id.siaga.commandcenter.account.Secrets;
import id.siaga.commandcenter.closure.photo.CameraNotes;
import id.siaga.commandcenter.closure.photo.PerceptualHash;
import id.siaga.commandcenter.closure.photo.Picture;
import id.siaga.commandcenter.closure.photo.Pictures;
import id.siaga.commandcenter.sql.Statements;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A photo on its way into the database. */
record PhotoRow(long incidentId, Account account, Picture picture, byte[] bytes, Instant at) {

    byte[] sha256() {
        return sha256(bytes);
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    long insertCapture(Connection connection, Pictures pictures, Capture capture) throws SQLException {
        byte[] nonce = Secrets.sha256(capture.nonce());
        Statements.execute(connection, "UPDATE command.capture_nonce SET used_at = ? WHERE nonce_sha256 = ?", at,
                nonce);
        long id = Statements.only(connection,
                """
                INSERT INTO command.incident_photo (incident_id, purpose, sha256, phash, phash_mirrored, width, height,
                    added_by, account_id, received_at, camera, camera_at, camera_m, nonce_sha256, issued_at, expires_at,
                    captured_at, latitude, longitude, accuracy_m, distance_m)
                SELECT ?, n.purpose, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, n.nonce_sha256, n.issued_at, n.expires_at,
                    ?, ?, ?, ?, ?
                FROM command.capture_nonce n WHERE n.nonce_sha256 = ? RETURNING photo_id""", incidentId, sha256(),
                PerceptualHash.of(picture.upright()), PerceptualHash.ofMirrored(picture.upright()), picture.width(),
                picture.height(), account.user(), account.id(), at, picture.notes().all().toString(),
                picture.notes().takenAt().orElse(null), cameraDistance(connection), capture.capturedAt(),
                capture.latitude(), capture.longitude(), capture.accuracyM(),
                distance(connection, capture.latitude(), capture.longitude()), nonce).path("photo_id").longValue();
        insertFiles(connection, pictures, id);
        return id;
    }

    /** The photo's id, also when it was there already. */
    long insertSource(Connection connection, Pictures pictures) throws SQLException {
        long id = Statements.only(connection,
                """
                INSERT INTO command.incident_photo (incident_id, purpose, sha256, phash, phash_mirrored, width, height,
                    added_by, account_id, received_at, camera, camera_at, camera_m)
                VALUES (?, 'SOURCE', ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?)
                ON CONFLICT (incident_id, sha256) WHERE purpose = 'SOURCE' DO UPDATE SET width = EXCLUDED.width
                RETURNING photo_id""", incidentId, sha256(), PerceptualHash.of(picture.upright()),
                PerceptualHash.ofMirrored(picture.upright()), picture.width(), picture.height(), account.user(),
                account.id(), at, picture.notes().all().toString(), picture.notes().takenAt().orElse(null),
                cameraDistance(connection)).path("photo_id").longValue();
        insertFiles(connection, pictures, id);
        return id;
    }

    private void insertFiles(Connection connection, Pictures pictures, long id) throws SQLException {
        String encoded = "image/jpeg";
        Statements.execute(connection,
                """
                INSERT INTO command.incident_photo_file (photo_id, copy, media_type, content)
                VALUES (?, 'ORIGINAL', ?, ?), (?, 'PUBLIC', ?, ?), (?, 'THUMBNAIL', ?, ?) ON CONFLICT DO NOTHING""",
                id, picture.format().mediaType(), bytes, id, encoded, pictures.publicCopy(picture), id, encoded,
                pictures.thumbnail(picture));
    }

    private @Nullable Double cameraDistance(Connection connection) throws SQLException {
        CameraNotes.@Nullable Where where = picture.notes().where().orElse(null);
        return where == null ? null : distance(connection, where.latitude(), where.longitude());
    }

    private @Nullable Double distance(Connection connection, double latitude, double longitude) throws SQLException {
        var place = Statements.only(connection, """
                                                SELECT latitude, longitude FROM command.incident
                                                WHERE incident_id = ?""", incidentId);
        if (!place.hasNonNull("latitude") || !place.hasNonNull("longitude")) {
            return null;
        }
        return Metres.between(latitude, longitude,
                place.path("latitude").doubleValue(),
                place.path("longitude").doubleValue());
    }
}
