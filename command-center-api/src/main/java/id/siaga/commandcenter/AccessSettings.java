package id.siaga.commandcenter;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import id.siaga.commandcenter.account.Lifetimes;
import id.siaga.commandcenter.account.LoginPolicy;
import id.siaga.commandcenter.account.Pairings;
import id.siaga.commandcenter.account.PasswordPolicy;
import id.siaga.commandcenter.account.Role;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Who comes in, and for how long; see settings.yaml for meanings and units. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record AccessSettings(String homeAgency, Life session, Map<Role, Life> sessionOf, long seenEveryS,
        Logins logins, Password password, long longestTokenS, Pairing pairing, Map<String, Integer> perMinute,
        int otherPerMinute) {

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Life(long idleS, long longestS) {

        Lifetimes.Lifetime lifetime() {
            return new Lifetimes.Lifetime(Duration.ofSeconds(idleS), Duration.ofSeconds(longestS));
        }
    }

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Logins(int failures, int accountFailures, long pauseS, int failuresKept) {

        LoginPolicy policy() {
            return new LoginPolicy(failures, accountFailures, Duration.ofSeconds(pauseS), failuresKept);
        }
    }

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Password(int shortest, int weakestScore) {

        PasswordPolicy policy() {
            return new PasswordPolicy(shortest, weakestScore);
        }
    }

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    public record Pairing(long lifeS, long intervalS, int open) {

        Pairings.Policy policy() {
            return new Pairings.Policy(Duration.ofSeconds(lifeS), Duration.ofSeconds(intervalS), open);
        }
    }

    Lifetimes lifetimes() {
        return new Lifetimes(session.lifetime(), sessionOf.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, each -> each.getValue().lifetime())));
    }
}
