package id.siaga.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.hivemq.HiveMQContainer;
import org.testcontainers.utility.DockerImageName;

/** The subscription against HiveMQ CE as it is deployed: in a container. */
@SuppressWarnings("try") // being open is what a subscription or a broker does here
class ContainerBrokerTest {

    private static final DockerImageName IMAGE = DockerImageName.parse("hivemq/hivemq-ce:2025.5");

    @Test
    void anUnacknowledgedMessageComesAgain() throws Exception {
        needsDocker();
        try (HiveMQContainer broker = new HiveMQContainer(IMAGE)) {
            broker.start();
            String url = "tcp://" + broker.getHost() + ":" + broker.getMqttPort();
            Collector lanes = Collector.roomy();
            try (Subscribed first = new Subscribed(Subscribed.config(url, "container"), lanes, "t/#").up();
                    Sender sender = new Sender(url)) {
                sender.publish("t/1", "kept");
                assertThat(lanes.next().text()).isEqualTo("kept");
            }
            try (Subscribed second = new Subscribed(Subscribed.config(url, "container"), lanes, "t/#")) {
                assertThat(lanes.next().text()).isEqualTo("kept");
            }
        }
    }

    private static void needsDocker() {
        boolean docker = DockerClientFactory.instance().isDockerAvailable();
        if (!docker) {
            LoggerFactory.getLogger(ContainerBrokerTest.class).atWarn()
                    .log("SKIPPED: no Docker engine answers; the test with {} did not run", IMAGE);
        }
        assumeTrue(docker, "no Docker engine answers");
    }
}
