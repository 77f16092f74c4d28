package id.siaga.ingest.mqtt;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.EnumSet;
import java.util.Set;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.impl.MqttEndpointImpl;

/**
 * Stops and starts the reading of one connection's socket, which is read only while no reason speaks against it. Vert.x
 * MQTT keeps the socket to itself, and without it back-pressure could only stop a whole event loop.
 */
final class SocketFlow {

    /** Why a socket is not read; only a clogged one is the client's own doing. */
    enum Stop {
        ADMISSION, LANES_FULL, IN_FLIGHT, OVER_QUOTA, CLOGGED, ENDED
    }

    private static final int WRITES_GATHERED = 256;
    private static final VarHandle CONNECTION = connection();

    private final NetSocketInternal socket;
    private final Set<Stop> stops = EnumSet.noneOf(Stop.class);

    SocketFlow(MqttEndpoint endpoint) {
        this.socket = (NetSocketInternal) CONNECTION.get((MqttEndpointImpl) endpoint);
    }

    void stop(Stop reason) {
        if (stops.isEmpty()) {
            socket.pause();
        }
        stops.add(reason);
    }

    boolean stopped(Stop reason) {
        return stops.contains(reason);
    }

    void go(Stop reason) {
        if (stops.remove(reason) && stops.isEmpty()) {
            socket.resume();
        }
    }

    /** Whether the client cannot be heard for a reason that is ours. */
    boolean deaf() {
        return !stops.isEmpty() && !stops.contains(Stop.CLOGGED);
    }

    /** Stops reading from a peer that does not read what was written to it, until it does. */
    void heedWrites() {
        if (socket.writeQueueFull()) {
            stop(Stop.CLOGGED);
            socket.drainHandler(drained -> go(Stop.CLOGGED));
        }
    }

    /** Whether the peer does not read: an orderly close would wait for it for ever. */
    boolean clogged() {
        return stops.contains(Stop.CLOGGED);
    }

    /** Closes without waiting for what is still to be written. */
    void cut() {
        // From the socket's own handler outwards: Vert.x's close, further in, would wait.
        var unused = socket.channelHandlerContext().close();
    }

    /** What is written in one go on the event loop, such as the acks of a commit, leaves in one system call. */
    void gatherWrites() {
        socket.channelHandlerContext().pipeline().addFirst(new FlushConsolidationHandler(WRITES_GATHERED, true));
    }

    /** Takes away Vert.x's own watch, which would close a client for a silence that is ours. */
    void dropKeepAliveWatch() {
        ChannelPipeline pipeline = socket.channelHandlerContext().pipeline();
        if (pipeline.get("keepAliveHandler") != null) {
            pipeline.remove("keepAliveHandler");
            pipeline.remove("idle");
        }
    }

    /** Vert.x would close without a word (MQTT-3.1.0-2). */
    void onSecondConnect(Runnable end) {
        socket.channelHandlerContext().pipeline().addBefore("handler", "second-connect",
                new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelRead(ChannelHandlerContext context, Object message) {
                        if (message instanceof MqttConnectMessage) {
                            end.run();
                        } else {
                            context.fireChannelRead(message);
                        }
                    }
                });
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
