package id.siaga.simulator.drill;

import java.net.URI;

import id.siaga.simulator.Login;
import id.siaga.simulator.fleet.Endpoint;

/**
 * What the drill must know of a running system.
 *
 * @param mqtt where its own door is
 * @param databaseUrl with user and password
 */
record Target(URI http, Endpoint mqtt, Login login, String databaseUrl) {
}
