package id.siaga.ingest.store;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.telemetry.Position;
import id.siaga.ingest.telemetry.Quality;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Sample;
import id.siaga.ingest.telemetry.Value;

/** The rows of one typed table: what of a sample is usable and has a column there. Not thread-safe. */
final class TypedRows {

    private final ReadingTable table;
    private final TableLoad load;
    private final RollupMarks marks;

    TypedRows(ReadingTable table, RollupMarks marks) {
        this.table = table;
        this.load = new TableLoad(table.name(), table.fields(), "device_id, observed_at", table.content());
        this.marks = marks;
    }

    TableLoad load() {
        return load;
    }

    boolean takes(Reading reading) {
        return reading.component().isEmpty() && reading.quality() != Quality.BAD && table.has(reading.metric());
    }

    boolean takes(@Nullable Position position) {
        return table.positioned() && usable(position);
    }

    private static boolean usable(@Nullable Position position) {
        return position != null && position.quality() != Quality.BAD;
    }

    /** Adds a sample's row, none when nothing of it belongs here. */
    void add(Entry entry, Sample sample) {
        if (!takesAnyOf(sample)) {
            return;
        }
        marks.note(table.name(), sample.observedAt());
        CopyBuffer rows = load.row();
        rows.text(entry.device().deviceId()).instant(sample.observedAt()).instant(entry.message().receivedAt())
                .int2(sample.timeSource().ordinal()).int4(flags(sample)).int8(entry.report().sequence())
                .int8(entry.messageId());
        if (table.positioned()) {
            position(rows, sample.position());
        }
        for (ReadingTable.Column column : table.columns()) {
            value(rows, column, sample.usable(column.metric()).orElse(null));
        }
    }

    private boolean takesAnyOf(Sample sample) {
        if (takes(sample.position())) {
            return true;
        }
        for (Reading reading : sample.readings()) {
            if (takes(reading)) {
                return true;
            }
        }
        return false;
    }

    private int flags(Sample sample) {
        int flags = sample.flags();
        for (Reading reading : sample.readings()) {
            if (takes(reading)) {
                flags |= reading.flags();
            }
        }
        Position position = sample.position();
        return position != null && usable(position) ? flags | position.flags() : flags;
    }

    private static void position(CopyBuffer rows, @Nullable Position position) {
        if (position == null || !usable(position)) {
            rows.absent().absent().absent().absent();
        } else {
            rows.float8(position.latitude()).float8(position.longitude()).float8(position.altitude())
                    .float8(position.accuracy());
        }
    }

    private static void value(CopyBuffer rows, ReadingTable.Column column, @Nullable Value value) {
        switch (column.type()) {
            case FLOAT8 -> rows.float8(value instanceof Value.Quantity quantity ? quantity.value() : null);
            case BOOL -> rows.bool(value instanceof Value.Truth truth ? truth.value() : null);
            case TEXT -> rows.text(value instanceof Value.Word word ? word.value() : null);
            case TIMESTAMPTZ, INT2, INT4, INT8, BYTEA, JSONB ->
                throw new IllegalStateException(column.name() + " has a type no metric has");
        }
    }
}
