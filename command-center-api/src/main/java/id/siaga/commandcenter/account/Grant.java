package id.siaga.commandcenter.account;

import java.util.Optional;

/**
 * A role that is in force, and where: {@code kecamatan} is a Kemendagri code such as 32.75.01, empty for the whole
 * city; {@code agency} is the owner of what may be seen, empty for anyone's.
 */
public record Grant(Role role, Optional<String> kecamatan, Optional<String> agency) {
}
