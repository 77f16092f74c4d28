package id.siaga.commandcenter.account;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;

/** How long sessions last, for each role that has its own limits; of several roles the shortest counts. */
public record Lifetimes(Lifetime usual, Map<Role, Lifetime> byRole) {

    /** @param idle without being seen; {@code longest} at all */
    public record Lifetime(Duration idle, Duration longest) {
    }

    Lifetime of(Collection<Role> roles) {
        return roles.isEmpty()
                ? usual
                : new Lifetime(
                        roles.stream().map(role -> one(role).idle()).min(Comparator.naturalOrder()).orElseThrow(),
                        roles.stream().map(role -> one(role).longest()).min(Comparator.naturalOrder()).orElseThrow());
    }

    Lifetime one(Role role) {
        return byRole.getOrDefault(role, usual);
    }
}
