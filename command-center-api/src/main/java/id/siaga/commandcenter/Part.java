package id.siaga.commandcenter;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Something that has to work for the process to be ready. Asked often: answers from memory, or soon. */
@FunctionalInterface
public interface Part {

    /** What keeps it from working, for people; empty while it works. */
    Optional<String> trouble();

    /** A part that only knows whether it works. */
    static Part working(BooleanSupplier works) {
        return () -> works.getAsBoolean() ? Optional.empty() : Optional.of("not working");
    }
}
