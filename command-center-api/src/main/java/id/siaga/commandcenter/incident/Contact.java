package id.siaga.commandcenter.incident;

import java.util.Optional;

/** Who reported an incident, and how to reach them; kept apart from it, read with a purpose. */
public record Contact(Optional<String> name, Optional<String> phone, Optional<String> email, Optional<String> remark) {
}
