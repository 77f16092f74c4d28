package id.siaga.commandcenter.account;

import java.util.Optional;

/** Who somebody is; {@code appointment} is the reference by which the head of the OPD named them (Perwal Bekasi P.11). */
public record Profile(String displayName, Optional<String> email, Optional<String> phone, Optional<String> agency,
        Optional<String> appointment) {
}
