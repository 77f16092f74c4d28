package id.siaga.simulator.device;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A fault that begins so long after the start and lasts so long, or to the end. */
public record FaultWindow(Fault fault, Duration after, @Nullable Duration lasts) {

    boolean covers(Duration elapsed) {
        return elapsed.compareTo(after) >= 0 && (lasts == null || elapsed.compareTo(after.plus(lasts)) < 0);
    }
}
