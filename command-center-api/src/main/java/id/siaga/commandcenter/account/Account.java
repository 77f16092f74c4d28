package id.siaga.commandcenter.account;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A person or program that has logged in, with the grants now in force. */
public record Account(long id, String user, List<Grant> grants) {

    public Set<Role> roles() {
        return grants.stream().map(Grant::role).collect(Collectors.toUnmodifiableSet());
    }

    public boolean holds(Role role) {
        return grants.stream().anyMatch(grant -> grant.role() == role);
    }

    /** Whether one of {@code roles} is held, anywhere. */
    public boolean holdsAny(Set<Role> roles) {
        return grants.stream().anyMatch(grant -> roles.contains(grant.role()));
    }

    /** Where {@code roles} are held. */
    public Scope scope(Set<Role> roles) {
        return Scope.of(grants.stream().filter(grant -> roles.contains(grant.role())).toList());
    }
}
