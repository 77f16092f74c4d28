package id.siaga.ingest.decode;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.telemetry.Position;
import id.siaga.ingest.telemetry.Reading;
import id.siaga.ingest.telemetry.Value;

/** Readings of which latitude and longitude, where both are there, have become a position. */
record Located(List<Reading> readings, @Nullable Position position) {

    private static final String LATITUDE = "position.latitude";
    private static final String LONGITUDE = "position.longitude";

    static Located of(List<Reading> readings) {
        Optional<Double> latitude = number(readings, LATITUDE);
        Optional<Double> longitude = number(readings, LONGITUDE);
        if (latitude.isEmpty() || longitude.isEmpty()) {
            return new Located(readings, null);
        }
        List<Reading> others = readings.stream().filter(reading -> !reading.metric().name().equals(LATITUDE)
                && !reading.metric().name().equals(LONGITUDE)).toList();
        return new Located(others, Position.of(latitude.get(), longitude.get(), null, null));
    }

    private static Optional<Double> number(List<Reading> readings, String metric) {
        for (Reading reading : readings) {
            if (reading.metric().name().equals(metric) && reading.value() instanceof Value.Quantity quantity) {
                return Optional.of(quantity.value());
            }
        }
        return Optional.empty();
    }
}
