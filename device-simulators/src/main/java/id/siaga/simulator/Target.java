package id.siaga.simulator;

import java.net.URI;

import id.siaga.simulator.fleet.Endpoint;

/**
 * A running system, as far as an outsider must know it.
 *
 * @param mqtt where its own door is
 * @param databaseUrl with user and password
 */
public record Target(URI http, Endpoint mqtt, Login login, String databaseUrl) {
}
