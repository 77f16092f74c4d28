package id.siaga.ingest.decode;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import id.siaga.ingest.telemetry.Clocks;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Presence;
import id.siaga.ingest.telemetry.Presence.Cause;
import id.siaga.ingest.telemetry.Presence.State;

/**
 * The network video recorder Frigate: its presence, its statistics, the state of each camera's streams. What it
 * recognized (people, faces, plates) is read for nothing but the time of the frame, which proves a camera alive.
 * Options of a route: {@code prefix}, {@code device} and {@code cameras}, see {@link FrigateCameras}.
 */
final class FrigateDecoder implements Decoder {

    private static final Set<String> SIGHTINGS = Set.of("events", "reviews", "tracked_object_update", "triggers");
    private static final int STATUS_LEVELS = 3;

    @Override
    public Decoded decode(Message message, Route route) {
        try {
            FrigateCameras cameras = FrigateCameras.of(route);
            List<String> levels = TopicPattern.split(cameras.below(message.topic()));
            return levels.size() == 1
                    ? recorder(message, levels.get(0), cameras)
                    : camera(message, levels, cameras);
        } catch (Refused refused) {
            return refused.rejected();
        }
    }

    @Override
    public boolean personal() {
        return true;
    }

    private static Decoded recorder(Message message, String level, FrigateCameras cameras) throws Refused {
        if (level.equals("available")) {
            return new Decoded.Report(cameras.recorder(), null, null, List.of(), List.of(), available(message));
        }
        if (level.equals("stats")) {
            return FrigateStats.decoded(message, cameras);
        }
        return SIGHTINGS.contains(level)
                ? FrigateSighting.decoded(message, cameras)
                : new Decoded.Ignored("not about health");
    }

    private static Presence available(Message message) throws Refused {
        return switch (PlainText.word(message.payload())) {
            case "online" -> new Presence(State.ONLINE, Cause.EXPLICIT, null);
            case "stopped" -> new Presence(State.OFFLINE, Cause.CLEAN, null);
            case "offline" -> new Presence(State.OFFLINE, Cause.WILL, null);
            default -> throw Refused.shape("payload: none of online, stopped, offline");
        };
    }

    private static Decoded camera(Message message, List<String> levels, FrigateCameras cameras) throws Refused {
        return levels.size() == STATUS_LEVELS && levels.get(1).equals("status")
                ? status(message, levels.get(0), levels.get(2), cameras)
                : new Decoded.Ignored("a setting or a picture, not about health");
    }

    /** Repeated every few seconds, so that it is also the camera's heartbeat. */
    private static Decoded status(Message message, String camera, String role, FrigateCameras cameras)
            throws Refused {
        return switch (PlainText.word(message.payload())) {
            case "online" -> stream(message, camera, role, true, cameras);
            case "offline" -> stream(message, camera, role, false, cameras);
            case "disabled" -> new Decoded.Ignored("switched off by its operator");
            default -> throw Refused.shape("payload: none of online, offline, disabled");
        };
    }

    private static Decoded stream(Message message, String camera, String role, Boolean up, FrigateCameras cameras) {
        Gathered readings = new Gathered().truth("cctv.stream_up", role, Optional.of(up));
        return cameras.decoded(Clocks.choose(message, null, null, null), new Gathered(), Map.of(camera, readings));
    }
}
