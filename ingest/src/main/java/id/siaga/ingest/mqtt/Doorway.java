package id.siaga.ingest.mqtt;

import java.util.Map;
import java.util.Optional;

import id.siaga.ingest.registry.Doorkeeper;
import io.vertx.core.Vertx;

/**
 * What the sessions of one listener share.
 *
 * @param doorkeeper who may come in and what they may say
 * @param sessions of every listener of the door, by device and client id
 * @param acks the way back to the listener's event loop
 * @param receipts who is told how far they are stored
 * @param commands who listens for what they are asked
 * @param platform what people and programs may read here; empty when nobody may
 */
record Doorway(Vertx vertx, DeviceEndpointConfig config, Doorkeeper doorkeeper, Intake intake,
        Map<DeviceSession.Key, DeviceSession> sessions, AckPost acks, Receipts receipts, CommandLines commands,
        Optional<PlatformTopics> platform) {
}
