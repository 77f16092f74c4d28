package id.siaga.ingest.mqtt;

import java.util.Map;

import id.siaga.ingest.decode.Routes;
import id.siaga.ingest.registry.Throttle;
import io.vertx.core.Vertx;

/**
 * What the sessions of one listener share.
 *
 * @param sessions of every listener of the door, by device and client id
 * @param acks the way back to the listener's event loop
 * @param throttle who was held to their quota
 * @param receipts who is told how far they are stored
 * @param commands who listens for what they are asked
 */
record Doorway(Vertx vertx, DeviceEndpointConfig config, Routes routes, Intake intake,
        Map<DeviceSession.Key, DeviceSession> sessions, AckPost acks,
        Throttle throttle, Receipts receipts, CommandLines commands) {
}
