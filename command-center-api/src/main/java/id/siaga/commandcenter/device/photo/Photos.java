package id.siaga.commandcenter.device.photo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;

/** Photos of devices, in the database with the SHA-256 of what is kept. */
public record Photos(Database database, int mostOfADevice) {
    private static final String FIELDS = """
                                         photo_id AS id, device_id, media_type, length(content) AS bytes, encode(sha256, 'hex') AS sha256,
                                         caption, added_by, added_at""";

    /** A picture to keep, already stripped. */
    public record Picture(PhotoFormat format, byte[] bytes, String caption) {
    }

    public List<ObjectNode> of(String deviceId) {
        return database.rows("SELECT %s FROM telemetry.device_photo WHERE device_id = ? ORDER BY photo_id"
                .formatted(FIELDS), deviceId);
    }

    /** The bytes with their media type. */
    public Optional<ObjectNode> content(String deviceId, long id) {
        return database.row(
                "SELECT media_type, content FROM telemetry.device_photo WHERE device_id = ? AND photo_id = ?",
                deviceId, id);
    }

    /** Keeps a picture, once however often it is sent; empty when the device has as many as it may. */
    public Optional<ObjectNode> add(String deviceId, Picture picture, String user) {
        return database.transaction(connection -> {
            Statements.rows(connection, "SELECT 1 AS one FROM telemetry.device WHERE device_id = ? FOR NO KEY UPDATE",
                    deviceId);
            byte[] sha256 = sha256(picture.bytes());
            Statements.execute(connection,
                    """
                    INSERT INTO telemetry.device_photo (device_id, sha256, media_type, caption, added_by, content)
                    SELECT ?, ?, ?, ?, ?, ?
                    WHERE (SELECT count(*) FROM telemetry.device_photo WHERE device_id = ?) < ?
                    ON CONFLICT (device_id, sha256) DO NOTHING""", deviceId, sha256,
                    picture.format().mediaType(), picture.caption(), user, picture.bytes(), deviceId, mostOfADevice);
            return Statements.row(connection,
                    "SELECT %s FROM telemetry.device_photo WHERE device_id = ? AND sha256 = ?".formatted(FIELDS),
                    deviceId, sha256);
        });
    }

    public boolean remove(String deviceId, long id) {
        return database.execute("DELETE FROM telemetry.device_photo WHERE device_id = ? AND photo_id = ?", deviceId,
                id) > 0;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
