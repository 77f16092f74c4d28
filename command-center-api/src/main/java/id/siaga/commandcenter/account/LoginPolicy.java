package id.siaga.commandcenter.account;

import java.time.Duration;

/**
 * When logins pause.
 *
 * @param failures of one user at one address
 * @param accountFailures of one user from all addresses; one from which that user has come in is not kept out by others
 * @param pause how long, and how long failures count
 * @param kept failures remembered at most
 */
public record LoginPolicy(int failures, int accountFailures, Duration pause, int kept) {
}
