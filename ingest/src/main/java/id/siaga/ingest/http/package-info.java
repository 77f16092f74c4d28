/**
 * The third door, {@code HttpDoor}: gateways that cannot speak MQTT post their messages, alone or many in one request.
 * Each goes to the {@link id.siaga.ingest.mqtt.Intake} as over MQTT; the answer leaves after the commit that holds the
 * last of them. {@code IngestFront} is the HTTP server of an ingest process that runs alone.
 */
@NullMarked
package id.siaga.ingest.http;

import org.jspecify.annotations.NullMarked;
