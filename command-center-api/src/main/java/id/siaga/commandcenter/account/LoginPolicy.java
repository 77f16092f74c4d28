package id.siaga.commandcenter.account;

import java.time.Duration;

/** How long a session lasts, and after how many failures of one user at one address logins pause for how long. */
public record LoginPolicy(Duration session, int failures, Duration pause) {
}
