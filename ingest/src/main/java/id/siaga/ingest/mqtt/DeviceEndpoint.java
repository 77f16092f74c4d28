package id.siaga.ingest.mqtt;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import id.siaga.ingest.registry.Doorkeeper;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.MqttServerOptions;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;

/**
 * The door where devices connect: MQTT 3.1.1 and 5, one listener per event loop on the same port. A device's identity
 * is its authenticated user name; its PUBACK leaves after the commit that holds its message.
 */
public final class DeviceEndpoint implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeviceEndpoint.class);

    /** Vert.x gives every listener that asks for this the same free port. */
    private static final int ANY_SHARED_PORT = -1;

    /** What clients may be told here; {@code platform} is empty when nobody but devices may come. */
    public record Told(Receipts receipts, CommandLines commands, Optional<PlatformTopics> platform) {
    }

    private final Vertx vertx;
    private final DeviceEndpointConfig config;
    private final Doorkeeper doorkeeper;
    private final Intake intake;
    private final Admission admission;
    private final Receipts receipts;
    private final CommandLines commands;
    private final Optional<PlatformTopics> platform;
    private final Map<DeviceSession.Key, DeviceSession> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger port = new AtomicInteger();
    private final List<String> deployments = new ArrayList<>();
    private long lookAgain;

    public DeviceEndpoint(Vertx vertx, DeviceEndpointConfig config, Doorkeeper doorkeeper, Intake intake,
            Told told, MeterRegistry meters) {
        this.vertx = vertx;
        this.config = config;
        this.doorkeeper = doorkeeper;
        this.intake = intake;
        Tags listener = Tags.of("listener", config.tls() ? "tls" : "plain");
        this.admission = new Admission(vertx, AdmissionConfig.defaults(), meters, listener);
        this.receipts = told.receipts();
        this.commands = told.commands();
        this.platform = told.platform();
        meters.gaugeMapSize("siaga.device.connections", listener, sessions);
    }

    /** Listens on as many event loops as there are cores. */
    public Future<Void> start() {
        doorkeeper.registry().watch(changed -> sessions.forEach((key, session) -> {
            if (changed.contains(key.deviceId())) {
                session.review();
            }
        }));
        lookAgain = vertx.setPeriodic(config.reviewEvery().toMillis(), tick -> {
            Instant now = Instant.now();
            sessions.values().forEach(session -> session.reviewIfDue(now));
        });
        Supplier<AbstractVerticle> listener = Listener::new;
        return vertx.deployVerticle(new Listener()).compose(first -> {
            deployments.add(first);
            int more = Runtime.getRuntime().availableProcessors() - 1;
            return more < 1
                    ? Future.succeededFuture()
                    : vertx.deployVerticle(listener, new DeploymentOptions().setInstances(more))
                            .onSuccess(deployments::add).mapEmpty();
        });
    }

    /** The port it listens on, also when the configuration left it open. */
    public int port() {
        return port.get();
    }

    @Override
    public void close() {
        vertx.cancelTimer(lookAgain);
        sessions.values().forEach(session -> session.dismiss(MqttDisconnectReasonCode.SERVER_SHUTTING_DOWN));
        deployments.forEach(id -> vertx.undeploy(id).toCompletionStage().toCompletableFuture().join());
    }

    private final class Listener extends AbstractVerticle {

        @Override
        public void start(Promise<Void> started) {
            Reception reception = new Reception(new Doorway(vertx, config, doorkeeper, intake, sessions,
                    new AckPost(context), receipts, commands, platform), admission);
            MqttServer.create(vertx, options()).endpointHandler(reception::receive)
                    .exceptionHandler(e -> LOG.atDebug().setCause(e).log("A connection broke the protocol")).listen()
                    .onSuccess(server -> port.set(server.actualPort())).<Void>mapEmpty().onComplete(started);
        }

        private MqttServerOptions options() {
            MqttServerOptions options = new MqttServerOptions();
            options.setHost(config.host()).setPort(config.port() == 0 ? ANY_SHARED_PORT : config.port())
                    .setMaxMessageSize(config.maxPacketBytes())
                    .setTimeoutOnConnect((int) config.connectWithin().toSeconds());
            // What a device whose socket is not read has sent meanwhile is read at once when it closes: a packet's worth,
            // not the megabytes that the kernel would take.
            options.setTcpNoDelay(true).setReuseAddress(true).setReceiveBufferSize(config.maxPacketBytes());
            if (config.tls()) {
                options.setSsl(true)
                        .setKeyCertOptions(new PemKeyCertOptions().setCertPath(String.valueOf(config.certificate()))
                                .setKeyPath(String.valueOf(config.key())));
                options.setClientAuth(ClientAuth.REQUEST).setTrustOptions(TrustOptions.wrap(new AnyClient()));
                options.setEnabledSecureTransportProtocols(Set.of("TLSv1.3"));
            }
            return options;
        }
    }
}
