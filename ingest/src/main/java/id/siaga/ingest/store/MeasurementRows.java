package id.siaga.ingest.store;

import java.util.List;

import id.siaga.ingest.telemetry.Metric;
import id.siaga.ingest.telemetry.Position;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Sample;
import id.siaga.ingest.telemetry.Value;

/** The rows of {@code measurement}: one for each reading that has no typed column to go to. Not thread-safe. */
final class MeasurementRows {

    private static final List<Field> FIELDS = List.of(Field.of("device_id", FieldType.TEXT),
            Field.of("observed_at", FieldType.TIMESTAMPTZ), Field.of("metric", FieldType.TEXT),
            Field.of("component", FieldType.TEXT),
            Field.of("received_at", FieldType.TIMESTAMPTZ), Field.of("time_source", FieldType.INT2),
            Field.of("flags", FieldType.INT4), Field.of("message_id", FieldType.INT8),
            Field.of("number", FieldType.FLOAT8),
            Field.of("truth", FieldType.BOOL), Field.of("word", FieldType.TEXT));
    private static final Metric LATITUDE = Metric.named("position.latitude");
    private static final Metric LONGITUDE = Metric.named("position.longitude");

    private final TableLoad load = new TableLoad("measurement", FIELDS, "device_id, observed_at, metric, component",
            RowContent.whole(List.of("number", "truth", "word")));
    private final RollupMarks marks;

    MeasurementRows(RollupMarks marks) {
        this.marks = marks;
    }

    TableLoad load() {
        return load;
    }

    void add(Entry entry, Sample sample, Reading reading) {
        marks.note(load.table(), sample.observedAt());
        CopyBuffer rows = load.row().text(entry.device().deviceId())
                .instant(sample.observedAt()).text(reading.metric().name()).text(reading.component())
                .instant(entry.message().receivedAt()).int2(sample.timeSource().ordinal())
                .int4(sample.flags() | reading.flags()).int8(entry.messageId());
        switch (reading.value()) {
            case Value.Quantity quantity -> rows.float8(quantity.value()).absent().absent();
            case Value.Truth truth -> rows.absent().bool(truth.value()).absent();
            case Value.Word word -> rows.absent().absent().text(word.value());
        }
    }

    /** A fix as two numbers. */
    void add(Entry entry, Sample sample, Position position) {
        add(entry, sample, new Reading(LATITUDE, "", Value.of(position.latitude()), position.flags()));
        add(entry, sample, new Reading(LONGITUDE, "", Value.of(position.longitude()), position.flags()));
    }
}
