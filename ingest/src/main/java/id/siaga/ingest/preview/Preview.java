package id.siaga.ingest.preview;

import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.node.ObjectNode;

import id.siaga.ingest.decode.Route;
import id.siaga.ingest.telemetry.Flag;
import id.siaga.ingest.telemetry.Kind;
import id.siaga.ingest.telemetry.Presence;
import id.siaga.ingest.telemetry.Reject;
import id.siaga.ingest.telemetry.TimeSource;

/**
 * What would become of a message.
 *
 * @param route the route that matched, or null when none did
 * @param fate of the message as a whole; each part has its own
 * @param parts one for each device it speaks of; none when it is ignored or refused undecoded
 */
public record Preview(@Nullable Route route, Fate fate, List<Part> parts) {

    /** What the sender would be told. */
    public enum Outcome {
        STORED, DUPLICATE, IGNORED, QUARANTINED
    }

    /** @param detail why, for a person; empty when it would be stored */
    public record Fate(Outcome outcome, @Nullable Reject reason, String detail) {

        static final Fate STORED = new Fate(Outcome.STORED, null, "");
        static final Fate DUPLICATE = new Fate(Outcome.DUPLICATE, null, "stored before; redelivery changes nothing");

        static Fate refused(Reject reason, String detail) {
            return new Fate(Outcome.QUARANTINED, reason, detail);
        }
    }

    /**
     * What it says of one device.
     *
     * @param spokenOf the id in the message
     * @param device whom the registry takes it for, or null
     * @param rows as they would stand in the tables; of an unknown device, as if it were registered as {@code kind}
     * @param evidence the bytes that would be kept, or null when none would
     */
    public record Part(String spokenOf, @Nullable KnownDevice device, Kind kind, Fate fate, @Nullable Long sequence,
            @Nullable String dedupKey, @Nullable Presence presence, List<Clock> clocks, List<Row> rows,
            @Nullable Evidence evidence) {
    }

    /** @param status active, unclaimed or retired */
    public record KnownDevice(String deviceId, String name, String status) {
    }

    /** The clock that was chosen for one sample. */
    public record Clock(Instant observedAt, TimeSource source, Set<Flag> flags) {
    }

    /** @param values by column, {@code flags} and {@code time_source} as stored */
    public record Row(String table, ObjectNode values) {
    }

    /**
     * The bytes that would be kept.
     *
     * @param sha256 hex
     * @param asSent false when the decoder leaves out what concerns people, or keeps one device's part
     */
    public record Evidence(int bytes, String sha256, boolean asSent) {
    }
}
