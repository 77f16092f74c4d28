package id.siaga.ingest.telemetry;

/** What a metric can be: a number in the metric's unit, a truth, or a word of a closed vocabulary. */
public sealed interface Value {

    record Quantity(double value) implements Value {
    }

    record Truth(boolean value) implements Value {
    }

    record Word(String value) implements Value {
    }

    static Value of(double value) {
        return new Quantity(value);
    }

    static Value of(boolean value) {
        return value ? YES : NO;
    }

    static Value of(String value) {
        return new Word(value);
    }

    Value YES = new Truth(true);
    Value NO = new Truth(false);
}
