package id.siaga.simulator.device;

/** A camera as its health probe sees it; upset means a frozen picture, down means out of reach and not recording. */
public record CctvProbe(Seed seed, Fate fate) implements Instrument {

    private static final int FULL_FPS = 25;

    @Override
    public void read(Moment moment, Telemetry telemetry) {
        double seconds = moment.seconds();
        switch (fate.at(seed, seconds)) {
            case WELL -> streaming(seconds, telemetry, false);
            case UPSET -> streaming(seconds, telemetry, true);
            case DOWN -> unreachable(seconds, telemetry);
        }
        telemetry.whole("cctv.expected_fps", FULL_FPS);
        double disk = seed.of("disk").between(35, 85) + seconds / 3600 * 0.2;
        telemetry.number("disk.used", Math.min(disk, 99));
    }

    private void streaming(double seconds, Telemetry telemetry, boolean frozen) {
        double full = seed.of("bitrate").between(1_500_000, 4_000_000);
        telemetry.flag("cctv.reachable", true).flag("cctv.stream_up", true).flag("cctv.frozen", frozen);
        telemetry.number("cctv.fps", FULL_FPS - 0.5 + seed.of("fps").wander(seconds, 60) * 0.5);
        double share = frozen ? 0.25 : 1 + seed.of("scene").wander(seconds, 45) * 0.15;
        telemetry.whole("cctv.bitrate", Math.round(full * share)).whole("cctv.record_gap", 0);
    }

    private void unreachable(double seconds, Telemetry telemetry) {
        telemetry.flag("cctv.reachable", false).flag("cctv.stream_up", false).flag("cctv.frozen", false);
        telemetry.whole("cctv.fps", 0).whole("cctv.bitrate", 0);
        telemetry.whole("cctv.record_gap", Math.round(fate.intoWindow(seconds)));
    }
}
