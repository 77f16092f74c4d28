package id.siaga.ingest.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.telemetry.Kind;
import id.siaga.ingest.telemetry.Metric;

/**
 * A typed table: which metric fills which column, in the metric's canonical unit, which the column name repeats. The
 * mapping is {@code reading-columns.csv} beside this class.
 */
public record ReadingTable(String name, Kind kind, List<Column> columns) {

    /** One metric's column. */
    public record Column(String name, Metric metric, FieldType type) {
    }

    private static final List<Field> COMMON = List.of(Field.of("device_id", FieldType.TEXT),
            Field.of("observed_at", FieldType.TIMESTAMPTZ), Field.of("received_at", FieldType.TIMESTAMPTZ),
            Field.of("time_source", FieldType.INT2), Field.of("flags", FieldType.INT4),
            Field.of("sequence", FieldType.INT8),
            Field.of("message_id", FieldType.INT8));
    private static final List<Field> POSITION = Stream.of("latitude", "longitude", "altitude_m", "accuracy_m")
            .map(name -> Field.of(name, FieldType.FLOAT8)).toList();
    private static final Map<Kind, ReadingTable> BY_KIND = load();

    /** The typed table of a kind, or null when its metrics all go to {@code measurement}. */
    public static @Nullable ReadingTable of(Kind kind) {
        return BY_KIND.get(kind);
    }

    public static Collection<ReadingTable> all() {
        return BY_KIND.values();
    }

    /** Whether latitude, longitude, altitude and accuracy come before the metric columns. */
    boolean positioned() {
        return kind == Kind.GPS;
    }

    boolean has(Metric metric) {
        for (Column column : columns) {
            if (column.metric().equals(metric)) {
                return true;
            }
        }
        return false;
    }

    /** Every column in the order in which rows are written. */
    List<Field> fields() {
        Stream<Field> place = positioned() ? POSITION.stream() : Stream.empty();
        Stream<Field> metrics = columns.stream().map(column -> Field.of(column.name(), column.type()));
        return Stream.of(COMMON.stream(), place, metrics).flatMap(fields -> fields).toList();
    }

    /** Every column that holds what was measured. */
    RowContent content() {
        return RowContent.pieces(
                fields().stream().skip(COMMON.size()).map(Field::name).toList());
    }

    private static Map<Kind, ReadingTable> load() {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(
                        Objects.requireNonNull(ReadingTable.class.getResourceAsStream("reading-columns.csv")),
                        StandardCharsets.UTF_8))) {
            return lines.lines().skip(1).map(line -> line.split(",", -1))
                    .collect(Collectors.groupingBy(field -> field[0])).values().stream().map(ReadingTable::of)
                    .collect(Collectors.toUnmodifiableMap(ReadingTable::kind, Function.identity()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ReadingTable of(List<String[]> rows) {
        List<Column> columns = rows.stream()
                .map(field -> new Column(field[2], Metric.named(field[3]), FieldType.valueOf(field[4]))).toList();
        return new ReadingTable(rows.get(0)[0], Kind.ofWord(rows.get(0)[1]).orElseThrow(), columns);
    }
}
