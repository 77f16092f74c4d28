package id.siaga.ingest.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import id.siaga.ingest.telemetry.Metric;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Value;

/** Gathers what one sample measured; what is absent adds nothing. Numbers are rounded to the micro-unit. */
record Gathered(List<Reading> list) {

    Gathered() {
        this(new ArrayList<>());
    }

    Gathered number(String metric, OptionalDouble value) {
        return number(metric, value, 1);
    }

    Gathered number(String metric, OptionalDouble value, double factor) {
        return number(metric, "", value, factor, 0);
    }

    Gathered number(String metric, String component, OptionalDouble value, double factor, int flags) {
        value.ifPresent(v -> list.add(Reading.of(Metric.named(metric), Members.brief(component),
                Value.of(Micro.rounded(v * factor)), flags)));
        return this;
    }

    Gathered truth(String metric, Optional<Boolean> value) {
        return truth(metric, "", value);
    }

    Gathered truth(String metric, String component, Optional<Boolean> value) {
        value.ifPresent(v -> list.add(Reading.of(Metric.named(metric), Members.brief(component), Value.of(v), 0)));
        return this;
    }

    Gathered word(String metric, String component, Optional<String> value) {
        value.ifPresent(v -> list.add(Reading.of(Metric.named(metric), Members.brief(component), Value.of(v), 0)));
        return this;
    }

    boolean isEmpty() {
        return list.isEmpty();
    }
}
