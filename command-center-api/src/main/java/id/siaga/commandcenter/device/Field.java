package id.siaga.commandcenter.device;

import id.siaga.ingest.telemetry.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A field of a device that people fill in.
 *
 * @param name in JSON and in sheets
 * @param column in {@code telemetry.device}
 * @param type of the column
 */
record Field(String name, String column, String type, Form form) {
    private static final String TEXT = "text";
    private static final String REAL = "double precision";

    /** In the order of a sheet's columns, after device_id. */
    static final List<Field> ALL = List.of(
            new Field("kind", "kind", TEXT, Form.Word.of(kinds())),
            text("name"),
            new Field("lat", "latitude", REAL, new Form.Decimal(-90, 90)),
            new Field("lng", "longitude", REAL, new Form.Decimal(-180, 180)),
            text("post"), number("mount_mm"), number("zero_mm"), whole("interval_s", 604_800), text("codec"),
            whole("quota_per_s", 100_000),
            new Field("class", "class", TEXT, Form.Word.of(Set.of("HARDWARE", "DATA_CENTER", "FIBER_NETWORK",
                    "COMMAND_CENTER", "BANDWIDTH"))),
            text("owner"), text("maintainer"), text("contract_number"), date("contract_until"), date("installed_on"),
            text("firmware"), text("retention_note"), text("power_parent"), text("uplink_parent"),
            text("switch_parent"), new Field("receipts", "receipts", "boolean", new Form.Truth()),
            new Field("downlink", "downlink", TEXT, Form.Word.of(Set.of("direct", "broker", "none"))));

    private static final Set<String> DERIVED = Set.of("kelurahan_code", "kelurahan", "kecamatan_code", "kecamatan");

    private static Set<String> kinds() {
        return Arrays.stream(Kind.values()).filter(kind -> kind != Kind.UNKNOWN).map(Kind::word)
                .collect(Collectors.toSet());
    }

    private static Field text(String name) {
        return new Field(name, name, TEXT, new Form.Text());
    }

    private static Field number(String name) {
        return new Field(name, name, REAL, new Form.Decimal(-100_000, 100_000));
    }

    private static Field whole(String name, int max) {
        return new Field(name, name, "int", new Form.Whole(max));
    }

    private static Field date(String name) {
        return new Field(name, name, "date", new Form.Date());
    }

    private static Stream<String> columns() {
        return Stream.concat(ALL.stream().map(Field::column), DERIVED.stream().sorted());
    }

    /** {@code kind, name, latitude, …} */
    static String columnList() {
        return columns().collect(Collectors.joining(", "));
    }

    /** {@code kind text, name text, latitude double precision, …} for a record made of JSON. */
    static String columnTypes() {
        return Stream.concat(ALL.stream().map(field -> field.column + " " + field.type),
                DERIVED.stream().sorted().map(column -> column + " text")).collect(Collectors.joining(", "));
    }

    /**
     * {@code kind = coalesce(s.kind, d.kind), …}: what is not given stays, and a device with coordinates stays where it
     * is when only its post is given.
     */
    static String keptOrSet() {
        return columns().map(column -> (DERIVED.contains(column)
                ? "%1$s = CASE WHEN s.latitude IS NULL AND d.latitude IS NOT NULL THEN d.%1$s ELSE coalesce(s.%1$s, d.%1$s) END"
                : "%1$s = coalesce(s.%1$s, d.%1$s)").formatted(column)).collect(Collectors.joining(", "));
    }

    /** {@code kind = s.kind, …}: what is not given goes, or takes the value it begins with. */
    static String set() {
        return columns().map(column -> column + " = " + first(column)).collect(Collectors.joining(", "));
    }

    /** {@code kind, name, …}, in the order of {@link #firsts}. */
    static String names() {
        return columns().collect(Collectors.joining(", "));
    }

    /** {@code s.kind, coalesce(s.name, s.device_id), …}: what a new device has. */
    static String firsts() {
        return columns().map(Field::first).collect(Collectors.joining(", "));
    }

    private static String first(String column) {
        return switch (column) {
            case "name" -> "coalesce(s.name, s.device_id)";
            case "receipts" -> "coalesce(s.receipts, false)";
            case "downlink" -> "coalesce(s.downlink, 'direct')";
            default -> "s." + column;
        };
    }

    /** {@code 'kind', kind, 'name', name, 'lat', latitude, …} for a JSON object. */
    static String jsonPairs() {
        return ALL.stream().map(field -> "'%s', %s".formatted(field.name, field.column))
                .collect(Collectors.joining(", "));
    }
}
