package id.siaga.commandcenter.incident;

import java.util.Arrays;
import java.util.Optional;

/** Through whom an incident came to be known; all end in one queue (Perwal Bekasi 71/2020 Menimbang b). */
public enum Source {
    /** An alert. */
    DEVICE,
    /** A person's report. */
    COMPLAINT,
    /** An officer's finding. */
    PATROL,
    /** A call. */
    CALL_CENTER,
    /** SP4N-LAPOR!. */
    LAPOR,
    /** A printed form, filled in while the system was down (Perwal Bitung 33/2022 P.13). */
    MANUAL;

    public static Optional<Source> named(String name) {
        return Arrays.stream(values()).filter(source -> source.name().equals(name)).findFirst();
    }
}
