package id.siaga.simulator.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import id.siaga.simulator.drill.Fault.Path;

/** Lets one fault after the other happen under load, each on a system that has recovered from the one before. */
final class Course {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /**
     * What one fault did. Seconds count from when it was over: at once for a kill or a cut, at its end for a stall or a
     * pause.
     *
     * @param recoveredS until a message that left after the fault was confirmed
     * @param drainedS until everything due was confirmed
     * @param recovered whether both came to pass
     */
    record Struck(Fault fault, long beganNanos, long overNanos, double recoveredS, double drainedS,
            boolean recovered) {
    }

    private final Timetable timetable;
    private final List<Path> paths;

    Course(Timetable timetable, List<Path> paths) {
        this.timetable = timetable;
        this.paths = paths;
    }

    /** Spreads the faults evenly over {@code messages}; ends early after one that the system does not recover from. */
    List<Struck> run(List<Fault> faults, long messages) throws Exception {
        List<Struck> struck = new ArrayList<>();
        for (Fault fault : faults) {
            awaitDue(messages * (struck.size() + 1) / (faults.size() + 1));
            Struck last = strike(fault);
            struck.add(last);
            tell(last, struck.size(), faults.size());
            if (!last.recovered()) {
                break;
            }
        }
        awaitDue(messages);
        return struck;
    }

    private void awaitDue(long messages) throws InterruptedException {
        while (timetable.dueOfAll(System.nanoTime()) < messages) {
            Thread.sleep(50);
        }
    }

    private Struck strike(Fault fault) throws Exception {
        long began = System.nanoTime();
        fault.strike().perform();
        long done = System.nanoTime();
        Thread.sleep(fault.lasts());
        long over = began + fault.lasts().toNanos();
        fault.mend().perform();
        boolean delivers = Patience.of(PATIENCE).until(() -> fault.path().deliversSince(done));
        double recoveredS = secondsSince(over);
        boolean drained = delivers && Patience.of(PATIENCE.plus(fault.lasts())).until(this::drained);
        return new Struck(fault, began, over, recoveredS, secondsSince(over), drained);
    }

    private boolean drained() throws Exception {
        for (Path path : paths) {
            if (!path.drained()) {
                return false;
            }
        }
        return true;
    }

    private static double secondsSince(long nanos) {
        return Math.round((System.nanoTime() - nanos) / 1e6) / 1e3;
    }

    private static void tell(Struck struck, int number, int of) {
        System.err.printf("drill: %d/%d %s %s: %s after %.1f s, drained after %.1f s%n", number, of,
                struck.fault().part().name().toLowerCase(Locale.ROOT), struck.fault().kind(),
                struck.recovered() ? "recovered" : "NOT recovered", struck.recoveredS(), struck.drainedS());
    }
}
