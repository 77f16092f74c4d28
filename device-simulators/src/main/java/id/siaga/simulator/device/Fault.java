package id.siaga.simulator.device;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A way to misbehave on demand. */
public enum Fault {
    /** Connected but says nothing. */
    SILENCE,
    /** Repeats the values of the moment the fault began, with fresh times. */
    STUCK,
    /** The clock lost its battery and shows the year 2004. */
    CLOCK_2004,
    /** The clock runs one day ahead. */
    CLOCK_AHEAD,
    /** Every message is sent twice, byte for byte. */
    DUPLICATE,
    /** The payload breaks off in the middle. */
    MALFORMED;

    /** The name in scenario files and options, such as {@code clock-2004}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The fault of that name; fails with the list of names. */
    public static Fault of(String word) {
        return Arrays.stream(values()).filter(f -> f.word().equals(word)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("fault: no kind \"" + word + "\"; one of "
                        + Arrays.stream(values()).map(Fault::word).collect(Collectors.joining(", "))));
    }
}
