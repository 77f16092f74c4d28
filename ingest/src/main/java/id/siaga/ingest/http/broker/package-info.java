/**
 * The door for external brokers: they ask before they let a client in, publish or subscribe, and are answered by the
 * same code as devices that come to our own doors. {@code BrokerDoor} is the HTTP server, {@code Permissions} the
 * answers, {@code Tongue} the forms in which EMQX and mosquitto-go-auth expect them.
 */
@NullMarked
package id.siaga.ingest.http.broker;

import org.jspecify.annotations.NullMarked;
