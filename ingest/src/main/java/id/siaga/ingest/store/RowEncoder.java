package id.siaga.ingest.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import id.siaga.ingest.telemetry.DeviceEvent;
import id.siaga.ingest.telemetry.Metric;
import id.siaga.ingest.telemetry.Position;
import id.siaga.ingest.telemetry.Quality;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Sample;
import id.siaga.ingest.telemetry.Value;

/**
 * Turns entries into rows. A typed column takes only usable values; what is BAD, belongs to a component or has no
 * column goes to {@code measurement}, with the flags that say why. Not thread-safe.
 */
final class RowEncoder {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Field> MEASUREMENT = List.of(Field.of("device_id", FieldType.TEXT),
            Field.of("observed_at", FieldType.TIMESTAMPTZ), Field.of("metric", FieldType.TEXT),
            Field.of("component", FieldType.TEXT),
            Field.of("received_at", FieldType.TIMESTAMPTZ), Field.of("time_source", FieldType.INT2),
            Field.of("flags", FieldType.INT4), Field.of("message_id", FieldType.INT8),
            Field.of("number", FieldType.FLOAT8),
            Field.of("truth", FieldType.BOOL), Field.of("word", FieldType.TEXT));
    private static final List<Field> EVENT = List.of(Field.of("device_id", FieldType.TEXT),
            Field.of("observed_at", FieldType.TIMESTAMPTZ), Field.of("type", FieldType.TEXT),
            Field.of("received_at", FieldType.TIMESTAMPTZ), Field.of("time_source", FieldType.INT2),
            Field.of("flags", FieldType.INT4), Field.of("message_id", FieldType.INT8),
            Field.of("attributes", FieldType.JSONB));
    private static final List<Field> MESSAGE = List.of(Field.of("message_id", FieldType.INT8),
            Field.of("received_at", FieldType.TIMESTAMPTZ), Field.of("device_id", FieldType.TEXT),
            Field.of("topic", FieldType.TEXT), Field.of("format", FieldType.TEXT),
            Field.of("payload", FieldType.BYTEA));

    private final Map<String, TableLoad> loads = new LinkedHashMap<>();
    private final TableLoad messages;
    private final TableLoad measurements;
    private final TableLoad events;
    private final RollupMarks marks;

    RowEncoder(RollupMarks marks) {
        this.marks = marks;
        ReadingTable.all().forEach(table -> add(new TableLoad(table.name(), table.fields(), "device_id, observed_at")));
        measurements = add(new TableLoad("measurement", MEASUREMENT, "device_id, observed_at, metric, component"));
        events = add(new TableLoad("device_event", EVENT, "device_id, observed_at, type"));
        messages = new TableLoad("message", MESSAGE, "");
    }

    private TableLoad add(TableLoad load) {
        loads.put(load.table(), load);
        return load;
    }

    /** The tables whose primary key tells a duplicate, the raw messages apart. */
    Iterable<TableLoad> readings() {
        return loads.values();
    }

    Stream<TableLoad> all() {
        return Stream.concat(loads.values().stream(), Stream.of(messages));
    }

    TableLoad messages() {
        return messages;
    }

    void clear() {
        loads.values().forEach(TableLoad::clear);
        messages.clear();
        marks.clear();
    }

    void encode(Entry entry) {
        messages.row().int8(entry.messageId()).instant(entry.message().receivedAt())
                .text(entry.device().deviceId()).text(entry.message().topic()).text(entry.format())
                .bytes(entry.message().payload());
        ReadingTable table = ReadingTable.of(entry.device().kind());
        for (Sample sample : entry.samples()) {
            if (table != null && speaksOf(table, sample)) {
                typedRow(table, entry, sample);
            }
            for (Reading reading : sample.readings()) {
                if (table == null || !belongs(table, reading)) {
                    measurement(entry, sample, reading);
                }
            }
            strayPosition(table, entry, sample);
        }
        entry.report().events().forEach(event -> event(entry, event));
    }

    private static boolean belongs(ReadingTable table, Reading reading) {
        return reading.component().isEmpty() && reading.quality() != Quality.BAD && table.has(reading.metric());
    }

    private static boolean speaksOf(ReadingTable table, Sample sample) {
        Position position = sample.position();
        if (table.positioned() && position != null && position.quality() != Quality.BAD) {
            return true;
        }
        for (Reading reading : sample.readings()) {
            if (belongs(table, reading)) {
                return true;
            }
        }
        return false;
    }

    private void typedRow(ReadingTable table, Entry entry, Sample sample) {
        marks.note(table.name(), sample.observedAt());
        CopyBuffer rows = load(table.name()).row();
        rows.text(entry.device().deviceId()).instant(sample.observedAt()).instant(entry.message().receivedAt())
                .int2(sample.timeSource().ordinal()).int4(flags(table, sample)).int8(entry.report().sequence())
                .int8(entry.messageId());
        if (table.positioned()) {
            position(rows, sample.position());
        }
        for (ReadingTable.Column column : table.columns()) {
            typedValue(rows, column, sample.usable(column.metric()).orElse(null));
        }
    }

    private TableLoad load(String table) {
        TableLoad load = loads.get(table);
        if (load == null) {
            throw new IllegalStateException("no load for table " + table);
        }
        return load;
    }

    private static int flags(ReadingTable table, Sample sample) {
        int flags = sample.flags();
        for (Reading reading : sample.readings()) {
            if (belongs(table, reading)) {
                flags |= reading.flags();
            }
        }
        Position position = sample.position();
        return position != null && position.quality() != Quality.BAD ? flags | position.flags() : flags;
    }

    private static void position(CopyBuffer rows, @Nullable Position position) {
        if (position == null || position.quality() == Quality.BAD) {
            rows.absent().absent().absent().absent();
        } else {
            rows.float8(position.latitude()).float8(position.longitude()).float8(position.altitude())
                    .float8(position.accuracy());
        }
    }

    private static void typedValue(CopyBuffer rows, ReadingTable.Column column, @Nullable Value value) {
        switch (column.type()) {
            case FLOAT8 -> rows.float8(value instanceof Value.Quantity quantity ? quantity.value() : null);
            case BOOL -> rows.bool(value instanceof Value.Truth truth ? truth.value() : null);
            case TEXT -> rows.text(value instanceof Value.Word word ? word.value() : null);
            case TIMESTAMPTZ, INT2, INT4, INT8, BYTEA, JSONB ->
                throw new IllegalStateException(column.name() + " has a type no metric has");
        }
    }

    private void measurement(Entry entry, Sample sample, Reading reading) {
        marks.note(measurements.table(), sample.observedAt());
        CopyBuffer rows = measurements.row().text(entry.device().deviceId())
                .instant(sample.observedAt()).text(reading.metric().name()).text(reading.component())
                .instant(entry.message().receivedAt()).int2(sample.timeSource().ordinal())
                .int4(sample.flags() | reading.flags()).int8(entry.messageId());
        switch (reading.value()) {
            case Value.Quantity quantity -> rows.float8(quantity.value()).absent().absent();
            case Value.Truth truth -> rows.absent().bool(truth.value()).absent();
            case Value.Word word -> rows.absent().absent().text(word.value());
        }
    }

    /** A fix that is BAD, or of a device that has no position columns, is kept as two numbers. */
    private void strayPosition(@Nullable ReadingTable table, Entry entry, Sample sample) {
        Position position = sample.position();
        boolean typed = table != null && table.positioned();
        if (position != null && (!typed || position.quality() == Quality.BAD)) {
            measurement(entry, sample, Positions.latitude(position));
            measurement(entry, sample, Positions.longitude(position));
        }
    }

    private void event(Entry entry, DeviceEvent event) {
        events.row().text(entry.device().deviceId()).instant(event.observedAt()).text(event.type())
                .instant(entry.message().receivedAt()).int2(event.timeSource().ordinal()).int4(event.flags())
                .int8(entry.messageId()).jsonb(json(event.attributes()));
    }

    private static String json(Map<String, String> attributes) {
        try {
            return JSON.writeValueAsString(attributes);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("attributes cannot be written as JSON", e);
        }
    }

    /** The two numbers of a position as readings. */
    private static final class Positions {

        private static final Metric LATITUDE = Metric
                .named("position.latitude");
        private static final Metric LONGITUDE = Metric
                .named("position.longitude");

        private static Reading latitude(Position position) {
            return new Reading(LATITUDE, "", Value.of(position.latitude()), position.flags());
        }

        private static Reading longitude(Position position) {
            return new Reading(LONGITUDE, "", Value.of(position.longitude()), position.flags());
        }
    }
}
