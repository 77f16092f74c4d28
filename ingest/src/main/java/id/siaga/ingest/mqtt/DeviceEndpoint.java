package id.siaga.ingest.mqtt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import id.siaga.ingest.decode.Routes;
import id.siaga.ingest.registry.Device;
import id.siaga.ingest.registry.Refusals;
import id.siaga.ingest.registry.Registry;
import id.siaga.ingest.registry.Throttle;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.mqtt.MqttEndpoint;
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

    private final Vertx vertx;
    private final DeviceEndpointConfig config;
    private final Registry registry;
    private final Routes routes;
    private final Intake intake;
    private final Refusals refusals;
    private final Throttle throttle;
    private final Admission admission;
    private final Receipts receipts;
    private final Map<DeviceSession.Key, DeviceSession> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger port = new AtomicInteger();
    private final List<String> deployments = new ArrayList<>();

    public DeviceEndpoint(Vertx vertx, DeviceEndpointConfig config, Registry registry, Throttle throttle, Routes routes,
            Intake intake, Receipts receipts, MeterRegistry meters) {
        this.vertx = vertx;
        this.config = config;
        this.registry = registry;
        this.routes = routes;
        this.intake = intake;
        this.refusals = throttle.refusals();
        this.throttle = throttle;
        Tags listener = Tags.of("listener", config.tls() ? "tls" : "plain");
        this.admission = new Admission(vertx, AdmissionConfig.defaults(), meters, listener);
        this.receipts = receipts;
        meters.gaugeMapSize("siaga.device.connections", listener, sessions);
    }

    /** Listens on as many event loops as there are cores. */
    public Future<Void> start() {
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
        sessions.values().forEach(session -> session.dismiss(MqttDisconnectReasonCode.SERVER_SHUTTING_DOWN));
        deployments.forEach(id -> vertx.undeploy(id).toCompletionStage().toCompletableFuture().join());
    }

    private final class Listener extends AbstractVerticle {

        @Override
        public void start(Promise<Void> started) {
            Doorway doorway = new Doorway(vertx, config, routes, intake, sessions, new AckPost(context), throttle,
                    receipts);
            MqttServer.create(vertx, options()).endpointHandler(endpoint -> connect(doorway, endpoint))
                    .exceptionHandler(e -> LOG.atDebug().setCause(e).log("A connection broke the protocol")).listen()
                    .onSuccess(server -> port.set(server.actualPort())).<Void>mapEmpty().onComplete(started);
        }

        private void connect(Doorway doorway, MqttEndpoint endpoint) {
            if (endpoint.auth() == null || endpoint.auth().getUsername() == null) {
                refuse(endpoint, "", MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED_5,
                        "no user name or secret");
                return;
            }
            String user = endpoint.auth().getUsername();
            String secret = endpoint.auth().getPassword();
            SocketFlow flow = new SocketFlow(endpoint);
            // A client need not wait for its CONNACK before it publishes (MQTT 5 §3.1.4).
            flow.stop(SocketFlow.Stop.ADMISSION);
            AtomicBoolean gone = new AtomicBoolean();
            endpoint.closeHandler(closed -> gone.set(true));
            if (!admission.enter(() -> authenticate(doorway, endpoint, flow, user, secret, gone))) {
                refuse(endpoint, user, MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_BUSY,
                        "too many connect at once");
            }
        }

        private void authenticate(Doorway doorway, MqttEndpoint endpoint, SocketFlow flow, String user,
                String secret, AtomicBoolean gone) {
            if (gone.get()) {
                return;
            }
            vertx.executeBlocking(() -> registry.authenticate(user, secret), false).onComplete(found -> {
                if (gone.get()) {
                    return;
                }
                if (found.succeeded()) {
                    admit(doorway, endpoint, flow, user, found.result());
                } else {
                    refuse(endpoint, user, MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE_5,
                            "registry not available");
                }
                flow.go(SocketFlow.Stop.ADMISSION);
            });
        }

        private void admit(Doorway doorway, MqttEndpoint endpoint, SocketFlow flow, String user,
                Optional<Device> device) {
            if (device.isEmpty()) {
                refuse(endpoint, user, MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD,
                        "wrong name or secret");
                return;
            }
            new DeviceSession(doorway, endpoint, flow, device.get()).open();
        }

        private void refuse(MqttEndpoint endpoint, String user, MqttConnectReturnCode code, String why) {
            refusals.note(user, why, String.valueOf(endpoint.remoteAddress()));
            LOG.atInfo().addKeyValue("user", user).addKeyValue("remote", endpoint.remoteAddress())
                    .addKeyValue("why", why).log("Connection refused");
            endpoint.reject(endpoint.protocolVersion() == 5 ? code : version3(code), MqttProperties.NO_PROPERTIES);
        }

        private static MqttConnectReturnCode version3(MqttConnectReturnCode code) {
            return switch (code) {
                case CONNECTION_REFUSED_NOT_AUTHORIZED_5 -> MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED;
                case CONNECTION_REFUSED_SERVER_UNAVAILABLE_5, CONNECTION_REFUSED_SERVER_BUSY ->
                    MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE;
                default -> code;
            };
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
                options.setEnabledSecureTransportProtocols(Set.of("TLSv1.3"));
            }
            return options;
        }
    }
}
