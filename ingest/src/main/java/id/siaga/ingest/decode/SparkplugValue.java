package id.siaga.ingest.decode;

import java.util.Optional;

import id.siaga.ingest.telemetry.Value;

/** A metric's value as it lies on the wire: what it means only its data type tells, and data messages may leave that out. */
sealed interface SparkplugValue {

    /** Any integer: signed ones travel in unsigned fields. */
    record Whole(long bits) implements SparkplugValue {
    }

    record Real(double value) implements SparkplugValue {
    }

    record Truth(boolean value) implements SparkplugValue {
    }

    record Text(String value) implements SparkplugValue {
    }

    /** The value for people, empty when it is not finite or of a type without one (date, data set, template, bytes). */
    default Optional<Value> as(int datatype) {
        return switch (this) {
            case Whole whole -> whole(whole.bits(), datatype);
            case Real real -> Double.isFinite(real.value()) ? Optional.of(Value.of(real.value())) : Optional.empty();
            case Truth truth -> Optional.of(Value.of(truth.value()));
            case Text text -> text.value().isBlank() ? Optional.empty() : Optional.of(Value.of(text.value()));
        };
    }

    private static Optional<Value> whole(long bits, int datatype) {
        return switch (datatype) {
            case 1 -> Optional.of(Value.of((double) (byte) bits));
            case 2 -> Optional.of(Value.of((double) (short) bits));
            case 3 -> Optional.of(Value.of((double) (int) bits));
            case 4 -> Optional.of(Value.of((double) bits));
            case 5 -> Optional.of(Value.of((double) (bits & 0xFF)));
            case 6 -> Optional.of(Value.of((double) (bits & 0xFFFF)));
            case 7 -> Optional.of(Value.of((double) (bits & 0xFFFF_FFFFL)));
            case 11 -> Optional.of(Value.of(bits != 0));
            case 0, 8 -> Optional.of(Value.of(unsigned(bits)));
            default -> Optional.empty();
        };
    }

    private static double unsigned(long bits) {
        return bits >= 0 ? bits : (bits >>> 1) * 2.0;
    }
}
