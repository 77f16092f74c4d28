package id.siaga.ingest.mqtt;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.impl.MqttEndpointImpl;

/**
 * Stops and starts the reading of one connection's socket. Vert.x MQTT keeps the socket to itself, and without it
 * back-pressure could only stop a whole event loop.
 */
final class SocketFlow {

    private static final VarHandle CONNECTION = connection();

    private final NetSocket socket;

    SocketFlow(MqttEndpoint endpoint) {
        this.socket = (NetSocket) CONNECTION.get((MqttEndpointImpl) endpoint);
    }

    void pause() {
        socket.pause();
    }

    void resume() {
        socket.resume();
    }

    /** Whether the peer has not read what was written to it. */
    boolean clogged() {
        return socket.writeQueueFull();
    }

    private static VarHandle connection() {
        try {
            return MethodHandles.privateLookupIn(MqttEndpointImpl.class, MethodHandles.lookup())
                    .findVarHandle(MqttEndpointImpl.class, "conn", NetSocketInternal.class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Vert.x MQTT hides its socket differently; back-pressure needs it", e);
        }
    }
}
