package id.siaga.commandcenter.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/**
 * One record as it is stored and exported.
 *
 * @param at microseconds precise
 * @param previous SHA-256 of the record before, hex; zeros for the first
 * @param sha256 of all the other fields, hex
 */
public record AuditRecord(long seq, Instant at, Who who, Deed deed, String previous, String sha256) {
    /** What {@link #previous} of the first record is. */
    public static final String NOTHING_BEFORE = "0".repeat(64);
    /** Action of the first record, which names the installation. */
    public static final String GENESIS = "genesis";
    /** Action of a record that says that an anchor was made. */
    public static final String ANCHOR = "anchor";
    private static final String FORMAT = "siaga-audit-1";

    /** In whose name, and from where and why. */
    public record Who(String actor, String roles, String operation, String address, String purpose) {
    }

    /** What was done to what; {@code detail} is a JSON object, the exact text that was hashed. */
    public record Deed(String action, String objectType, String objectId, String detail) {
    }

    /** The hash that the record should have. */
    public String digest() {
        return new Canonical().add(FORMAT).add(Long.toString(seq)).add(Long.toString(micros())).add(who.actor())
                .add(who.roles()).add(who.operation()).add(who.address()).add(who.purpose()).add(deed.action())
                .add(deed.objectType()).add(deed.objectId()).add(deed.detail()).add(previous).hex();
    }

    private long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }

    /** Of {@code SELECT * FROM audit.record}. */
    public static AuditRecord of(ResultSet row) throws SQLException {
        return new AuditRecord(row.getLong("seq"), row.getObject("at", OffsetDateTime.class).toInstant(),
                new Who(row.getString("actor"), row.getString("roles"), row.getString("operation"),
                        row.getString("address"), row.getString("purpose")),
                new Deed(row.getString("action"), row.getString("object_type"), row.getString("object_id"),
                        row.getString("detail")),
                hex(row, "prev_sha256"), hex(row, "sha256"));
    }

    private static String hex(ResultSet row, String column) throws SQLException {
        return HexFormat.of().formatHex(row.getBytes(column));
    }

    /**
     * Of one line of an export.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static AuditRecord of(JsonNode line) {
        try {
            return new AuditRecord(line.path("seq").longValue(),
                    Instant.EPOCH.plus(line.path("at_us").longValue(), ChronoUnit.MICROS),
                    new Who(text(line, "actor"), text(line, "roles"), text(line, "operation"), text(line, "address"),
                            text(line, "purpose")),
                    new Deed(text(line, "action"), text(line, "object_type"), text(line, "object_id"),
                            text(line, "detail")),
                    text(line, "prev_sha256"), text(line, "sha256"));
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("no time: " + line.path("at_us"), e);
        }
    }

    private static String text(JsonNode line, String name) {
        if (!line.path(name).isTextual()) {
            throw new IllegalArgumentException("a record without " + name);
        }
        return line.path(name).textValue();
    }

    /** One line of an export; {@code at} is for people, {@code at_us}, microseconds since 1970, is what counts. */
    public ObjectNode json() {
        return JsonNodeFactory.instance.objectNode().put("seq", seq).put("at", at.toString()).put("at_us", micros())
                .put("actor", who.actor()).put("roles", who.roles()).put("operation", who.operation())
                .put("address", who.address()).put("purpose", who.purpose()).put("action", deed.action())
                .put("object_type", deed.objectType()).put("object_id", deed.objectId()).put("detail", deed.detail())
                .put("prev_sha256", previous).put("sha256", sha256);
    }
}
