package id.siaga.ingest;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

import id.siaga.ingest.decode.Routes;
import id.siaga.ingest.http.HttpDoorConfig;
import id.siaga.ingest.http.broker.BrokerDoorConfig;
import id.siaga.ingest.lane.LaneConfig;
import id.siaga.ingest.mqtt.BrokerSubscriptionConfig;
import id.siaga.ingest.mqtt.DeviceEndpointConfig;
import id.siaga.ingest.mqtt.PlatformTopics;
import id.siaga.ingest.registry.Registry.Enrolment;

/**
 * What an ingest process is told.
 *
 * @param endpoint where devices connect
 * @param tlsEndpoint where devices connect with TLS, when a certificate is configured
 * @param broker an external broker to subscribe to
 * @param deviceAuthorities who signs device certificates besides ourselves
 * @param http the bounds of the door for gateways that only speak HTTP
 * @param routes which decoder reads which topic
 * @param brokerDoor where external brokers ask who may do what
 * @param platform what people and programs may read at the MQTT doors; empty when nothing
 */
public record IngestConfig(DeviceEndpointConfig endpoint, Optional<DeviceEndpointConfig> tlsEndpoint,
        Optional<BrokerSubscriptionConfig> broker, LaneConfig lanes, Enrolment enrolment,
        HttpDoorConfig http, List<X509Certificate> deviceAuthorities, Routes routes,
        Optional<BrokerDoorConfig> brokerDoor, Optional<PlatformTopics> platform) {

    public IngestConfig(DeviceEndpointConfig endpoint, Optional<DeviceEndpointConfig> tlsEndpoint,
            Optional<BrokerSubscriptionConfig> broker, LaneConfig lanes, Enrolment enrolment, HttpDoorConfig http,
            List<X509Certificate> deviceAuthorities) {
        this(endpoint, tlsEndpoint, broker, lanes, enrolment, http, deviceAuthorities, Routes.standard(),
                Optional.empty(), Optional.empty());
    }

    public IngestConfig(DeviceEndpointConfig endpoint, Optional<DeviceEndpointConfig> tlsEndpoint,
            Optional<BrokerSubscriptionConfig> broker, LaneConfig lanes, Enrolment enrolment) {
        this(endpoint, tlsEndpoint, broker, lanes, enrolment, HttpDoorConfig.defaults());
    }

    public IngestConfig(DeviceEndpointConfig endpoint, Optional<DeviceEndpointConfig> tlsEndpoint,
            Optional<BrokerSubscriptionConfig> broker, LaneConfig lanes, Enrolment enrolment, HttpDoorConfig http) {
        this(endpoint, tlsEndpoint, broker, lanes, enrolment, http, List.of());
    }

    public IngestConfig withRoutes(Routes table) {
        return new IngestConfig(endpoint, tlsEndpoint, broker, lanes, enrolment, http, deviceAuthorities, table,
                brokerDoor, platform);
    }

    public IngestConfig withBrokerDoor(Optional<BrokerDoorConfig> door) {
        return new IngestConfig(endpoint, tlsEndpoint, broker, lanes, enrolment, http, deviceAuthorities, routes, door,
                platform);
    }

    public IngestConfig withPlatform(PlatformTopics topics) {
        return new IngestConfig(endpoint, tlsEndpoint, broker, lanes, enrolment, http, deviceAuthorities, routes,
                brokerDoor, Optional.of(topics));
    }
}
