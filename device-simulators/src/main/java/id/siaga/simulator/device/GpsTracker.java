package id.siaga.simulator.device;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The tracker of a patrol vehicle; its panic button is held for some seconds once, if at all. */
public record GpsTracker(Seed seed, Patrol patrol, @Nullable Duration panicAfter) implements Instrument {

    private static final Duration PANIC_HELD = Duration.ofSeconds(10);

    @Override
    public void read(Moment moment, Telemetry telemetry) {
        double seconds = moment.seconds();
        Patrol.Fix fix = patrol.at(seconds);
        telemetry.position(fix.place(), 22 + seed.of("altitude").wander(seconds, 60) * 4,
                5 + seed.of("accuracy").wander(seconds, 30) * 2);
        telemetry.number("speed", fix.speed());
        telemetry.number("course", fix.course());
        telemetry.flag("ignition", true);
        telemetry.flag("moving", fix.speed() > 0);
        telemetry.number("battery.level", 94 + seed.of("battery").wander(seconds, 1800) * 5);
        telemetry.word("vehicle.alarm", panics(moment.elapsed()) ? "panic" : "none");
    }

    private boolean panics(Duration elapsed) {
        return panicAfter != null && elapsed.compareTo(panicAfter) >= 0
                && elapsed.compareTo(panicAfter.plus(PANIC_HELD)) < 0;
    }
}
