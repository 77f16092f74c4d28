package id.siaga.commandcenter.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.place.Places;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** One device as a document with a version: what people filled in, without what the device says of itself. */
public record DeviceDocuments(Places places) {
    private static final String SELECT = """
                                         SELECT version, jsonb_strip_nulls(jsonb_build_object('device_id', device_id, %s)) AS document
                                         FROM telemetry.device WHERE device_id = ?"""
            .formatted(Field.jsonPairs());

    /** The document and its version. */
    public record Versioned(long version, ObjectNode document) {
    }

    public Optional<Versioned> read(Connection connection, String deviceId) throws SQLException {
        return Statements.row(connection, SELECT, deviceId).map(DeviceDocuments::versioned);
    }

    /** The document, kept from others to the end of the transaction. */
    public Optional<Versioned> locked(Connection connection, String deviceId) throws SQLException {
        return Statements.row(connection, SELECT + " FOR NO KEY UPDATE", deviceId).map(DeviceDocuments::versioned);
    }

    private static Versioned versioned(ObjectNode row) {
        return new Versioned(row.path("version").longValue(), row.withObjectProperty("document"));
    }

    /** Replaces the document in the caller's transaction; with objections nothing may be committed. */
    public List<Objection> replace(Connection connection, JsonNode document, Author author) throws SQLException {
        SpecReader reader = new SpecReader(Whereabouts.of(places, connection));
        DeviceSpec spec = reader.read(document, 0);
        if (!reader.objections().isEmpty()) {
            return reader.objections();
        }
        List<DeviceSpec> one = List.of(spec);
        author.sign(connection);
        DeviceWriter writer = new DeviceWriter(connection, one);
        writer.lock();
        List<Objection> objections = new References(connection, one).objections();
        if (!objections.isEmpty()) {
            return objections;
        }
        writer.replace();
        return writer.cycles();
    }

    /** Takes a device out of service: it stays on record, cannot connect and is heard no more. */
    public void retire(Connection connection, String deviceId, String reason) throws SQLException {
        Statements.execute(connection,
                """
                UPDATE telemetry.device SET status = 'retired', retired_at = now(), retired_reason = ?,
                    secret_sha256 = NULL, changed_at = now()
                WHERE device_id = ?""", reason, deviceId);
    }
}
