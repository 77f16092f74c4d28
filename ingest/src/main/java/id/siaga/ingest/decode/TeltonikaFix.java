package id.siaga.ingest.decode;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import org.jspecify.annotations.Nullable;

import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Position;

/** What a record says of the fix. Speed is in km/h, DOP in tenths. */
record TeltonikaFix(Members reported) {

    private static final double MPS_PER_KMH = 1 / 3.6;
    private static final double TENTH = 0.1;
    private static final int LEAST_SATELLITES = 3;
    private static final int GOOD_SATELLITES = 4;
    private static final int GNSS_FIX = 1;
    private static final List<String> WORDS = List.of("off", "fix", "none", "sleep");

    /** Null where the receiver had none: it then writes zeros. */
    @Nullable
    Position position() throws Refused {
        Optional<String> text = reported.text("latlng");
        if (text.isEmpty()) {
            return null;
        }
        String[] pair = text.get().split(",", -1);
        OptionalDouble latitude = Printed.plain(pair[0]);
        OptionalDouble longitude = pair.length == 2 ? Printed.plain(pair[1]) : OptionalDouble.empty();
        if (latitude.isEmpty() || longitude.isEmpty()) {
            throw Refused.shape("state.reported.latlng is not \"latitude,longitude\"");
        }
        if (latitude.getAsDouble() == 0 && longitude.getAsDouble() == 0) {
            return null;
        }
        OptionalDouble altitude = reported.number("alt");
        Position fix = Position.of(latitude.getAsDouble(), longitude.getAsDouble(),
                altitude.isPresent() ? altitude.getAsDouble() : null, null);
        return new Position(fix.latitude(), fix.longitude(), fix.altitude(), null, fix.flags() | trust());
    }

    private int trust() {
        double satellites = reported.number("sat").orElse(GOOD_SATELLITES);
        if (satellites < LEAST_SATELLITES || reported.number("69").orElse(GNSS_FIX) != GNSS_FIX) {
            return Flag.NO_FIX.bit();
        }
        return satellites < GOOD_SATELLITES ? Flag.LOW_ACCURACY.bit() : 0;
    }

    void readings(Gathered readings, @Nullable Position fix) {
        if (fix != null) {
            int doubt = fix.flags() & Flag.NO_FIX.bit();
            readings.number("speed", "", reported.number("sp"), MPS_PER_KMH, doubt);
            reported.number("ang").ifPresent(
                    course -> readings.number("course", "", OptionalDouble.of(course % 360), 1, doubt));
            readings.number("position.hdop", reported.positive("182"), TENTH);
            readings.number("position.pdop", reported.positive("181"), TENTH);
        }
        readings.number("position.satellites", reported.number("sat"));
        readings.word("position.fix", "", word());
    }

    private Optional<String> word() {
        OptionalDouble status = reported.number("69");
        return status.isPresent() && status.getAsDouble() >= 0 && status.getAsDouble() < WORDS.size()
                ? Optional.of(WORDS.get((int) status.getAsDouble()))
                : Optional.empty();
    }
}
