package id.siaga.commandcenter.incident;

import java.util.Arrays;
import java.util.Optional;

/** How urgent an incident is: P1 darurat, P2 mendesak, P3 biasa, P4 terjadwal. */
public enum Priority {
    P1, P2, P3, P4;

    /** One step more urgent, at most P1. */
    public Priority raised() {
        return switch (this) {
            case P1, P2 -> P1;
            case P3 -> P2;
            case P4 -> P3;
        };
    }

    public Priority moreUrgent(Priority other) {
        return compareTo(other) <= 0 ? this : other;
    }

    public static Optional<Priority> named(String name) {
        return Arrays.stream(values()).filter(priority -> priority.name().equals(name)).findFirst();
    }
}
