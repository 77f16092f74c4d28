package id.siaga.simulator.device;

/**
 * An access door: people with a card come every few minutes and it stands open for some seconds; upset means somebody
 * left it open, down means that it was forced.
 */
public record DoorController(Seed seed, Fate fate) implements Instrument {

    private static final double VISIT_S = 180;
    private static final double PASSING_S = 8;

    @Override
    public void read(Moment moment, Telemetry telemetry) {
        double seconds = moment.seconds();
        switch (fate.at(seed, seconds)) {
            case WELL -> visited(seconds, telemetry);
            case UPSET -> open(telemetry, "held", fate.intoWindow(seconds));
            case DOWN -> open(telemetry, "forced", fate.intoWindow(seconds));
        }
        telemetry.flag("device.tamper", false);
        telemetry.whole("door.denied", (long) (seconds / 1800)).number("battery.level",
                97 + seed.of("battery").unit() * 3);
    }

    private void visited(double seconds, Telemetry telemetry) {
        double intoVisit = (seconds + seed.of("visits").unit() * VISIT_S) % VISIT_S;
        if (intoVisit < PASSING_S) {
            open(telemetry, "none", intoVisit);
        } else {
            telemetry.flag("door.open", false).flag("door.locked", true).word("door.state", "closed");
            telemetry.word("door.alarm", "none").whole("door.open_time", 0);
        }
    }

    private static void open(Telemetry telemetry, String alarm, double forS) {
        telemetry.flag("door.open", true).flag("door.locked", false).word("door.state", "opened");
        telemetry.word("door.alarm", alarm).number("door.open_time", forS);
    }
}
