package id.siaga.ingest.store;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import id.siaga.ingest.telemetry.DeviceEvent;
import id.siaga.ingest.telemetry.Kind;
import id.siaga.ingest.telemetry.Position;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Sample;

/**
 * Turns entries into rows. A typed column takes only usable values; what is BAD, belongs to a component or has no
 * column goes to {@code measurement}, with the flags that say why. Not thread-safe.
 */
final class RowEncoder {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Field> EVENT = List.of(Field.of("device_id", FieldType.TEXT),
            Field.of("observed_at", FieldType.TIMESTAMPTZ), Field.of("type", FieldType.TEXT),
            Field.of("received_at", FieldType.TIMESTAMPTZ), Field.of("time_source", FieldType.INT2),
            Field.of("flags", FieldType.INT4), Field.of("message_id", FieldType.INT8),
            Field.of("attributes", FieldType.JSONB));
    private static final List<Field> MESSAGE = List.of(Field.of("message_id", FieldType.INT8),
            Field.of("received_at", FieldType.TIMESTAMPTZ), Field.of("device_id", FieldType.TEXT),
            Field.of("topic", FieldType.TEXT), Field.of("format", FieldType.TEXT),
            Field.of("payload", FieldType.BYTEA));

    private final Map<Kind, TypedRows> typed = new EnumMap<>(Kind.class);
    private final MeasurementRows measurements;
    private final TableLoad events = new TableLoad("device_event", EVENT, "device_id, observed_at, type",
            RowContent.whole(List.of("attributes")));
    private final TableLoad messages = new TableLoad("message", MESSAGE, "");
    private final List<TableLoad> readings = new ArrayList<>();
    private final RollupMarks marks;

    RowEncoder(RollupMarks marks) {
        this.marks = marks;
        this.measurements = new MeasurementRows(marks);
        for (ReadingTable table : ReadingTable.all()) {
            TypedRows rows = new TypedRows(table, marks);
            typed.put(table.kind(), rows);
            readings.add(rows.load());
        }
        readings.add(measurements.load());
        readings.add(events);
    }

    /** The tables whose primary key tells a duplicate, the raw messages apart. */
    Iterable<TableLoad> readings() {
        return readings;
    }

    Stream<TableLoad> all() {
        return Stream.concat(readings.stream(), Stream.of(messages));
    }

    TableLoad messages() {
        return messages;
    }

    void clear() {
        readings.forEach(TableLoad::clear);
        messages.clear();
        marks.clear();
    }

    void encode(Entry entry) {
        messages.row().int8(entry.messageId()).instant(entry.message().receivedAt())
                .text(entry.device().deviceId()).text(entry.message().topic()).text(entry.format())
                .bytes(entry.message().payload());
        TypedRows own = typed.get(entry.device().kind());
        for (Sample sample : entry.samples()) {
            if (own != null) {
                own.add(entry, sample);
            }
            others(own, entry, sample);
        }
        entry.events().forEach(event -> event(entry, event));
    }

    /** What the device's own table, if its kind has one, does not take. */
    private void others(@Nullable TypedRows own, Entry entry, Sample sample) {
        for (Reading reading : sample.readings()) {
            if (own == null || !own.takes(reading)) {
                measurements.add(entry, sample, reading);
            }
        }
        Position position = sample.position();
        if (position != null && (own == null || !own.takes(position))) {
            measurements.add(entry, sample, position);
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
}
