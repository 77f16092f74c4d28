package id.siaga.commandcenter.incident;

import id.siaga.commandcenter.place.Place;
import java.time.Instant;
import java.util.Optional;

/**
 * An incident that a person reports. Says nothing of that person; see {@link Contact}.
 *
 * @param at when it happened
 * @param reference the channel's own number, as of a call or at LAPOR!
 * @param form number of the printed form, of MANUAL
 */
public record Report(Source source, String title, String category, Priority priority, Instant at, Spot spot,
        Optional<String> description, Optional<String> reference, Optional<String> form) {

    /** Where: a point in WGS 84 degrees and the kelurahan it lies in; a centroid when only that is known. */
    public record Spot(double latitude, double longitude, Place place) {
    }
}
