package id.siaga.commandcenter.account;

import id.siaga.commandcenter.sql.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Tokens for programs: a name, some of the maker's own roles, an end. */
public record ApiTokens(Database database, Duration longest, Clock clock) {

    /** @param roles none for all that the maker holds at any time */
    public record Wanted(String name, List<Role> roles, Session.Reach reach, Instant until) {
    }

    public record Made(String token, long id, Instant expiresAt) {
    }

    public Made make(Account owner, Wanted wanted, Origin origin) {
        if (!owner.roles().containsAll(wanted.roles())) {
            throw Denial.forbidden("Hanya peran sendiri (only of one's own roles) " + owner.roles());
        }
        Instant now = clock.instant();
        Duration life = Duration.between(now, wanted.until());
        if (life.isNegative() || life.isZero() || life.compareTo(longest) > 0) {
            throw Denial.invalid("expires_at",
                    "sesudah sekarang, paling lama %d hari (days)".formatted(longest.toDays()));
        }
        Tokens.Made made = database.transaction(connection -> Tokens.make(connection,
                new Tokens.Wanted(owner.id(), Session.Kind.TOKEN, wanted.name(), null, wanted.roles(),
                        wanted.reach()),
                origin, now, new Lifetimes.Lifetime(life, life)));
        return new Made(made.token(), made.sessionId(), made.expiresAt());
    }
}
