package id.siaga.ingest.decode;

import java.util.Set;

import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Reading;

/** A level sensor off its plumb line measures along a slant: its distance and depth are marked, other readings stand. */
final class Tilt {

    private static final Set<String> SLANTED = Set.of("water.distance", "water.depth");

    private Tilt() {
    }

    static Reading mark(Reading reading) {
        return SLANTED.contains(reading.metric().name())
                ? new Reading(reading.metric(), reading.component(), reading.value(),
                        reading.flags() | Flag.TILTED.bit())
                : reading;
    }
}
