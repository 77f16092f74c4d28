package id.siaga.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A lost link speaks by its will; a goodbye, a takeover and our own closing do not. */
class WillTest {

    private static final String TOPIC = "city/flood/awlr-p2c/status";
    private static final String WILL = "{\"v\":1,\"state\":\"offline\",\"cause\":\"will\"}";

    private TestDatabase database;
    private RunningIngest ingest;

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.create();
        ingest = new RunningIngest(database);
        ingest.registerGauge("awlr-p2c", "P2C");
    }

    @AfterEach
    void stop() throws Exception {
        ingest.close();
        database.close();
    }

    @Test
    void aCutLinkIsOfflineByItsWill() throws Exception {
        RawClient.withWill(ingest, "awlr-p2c", TOPIC, WILL).cut();
        Eventually.until("the will is the device's state",
                () -> database.rows("SELECT presence, presence_cause FROM telemetry.device_state")
                        .contains("offline|will"));
    }

    @Test
    void aGoodbyeATakeoverAndOurClosingLeaveNoWill() throws Exception {
        try (RawClient first = RawClient.withWill(ingest, "awlr-p2c", TOPIC, WILL);
                RawClient second = RawClient.withWill(ingest, "awlr-p2c", TOPIC, WILL)) {
            assertThat(first.isClosedByPeer()).isTrue();
            second.send(0xE0, new byte[0]);
            assertThat(second.isClosedByPeer()).isTrue();
        }
        try (RawClient third = RawClient.withWill(ingest, "awlr-p2c", TOPIC, WILL)) {
            ingest.close();
            assertThat(third.isClosedByPeer()).isTrue();
        }
        ingest = new RunningIngest(database);
        assertThat(database.count("device_state")).isZero();
        assertThat(database.count("message")).isZero();
    }

    @Test
    void whoLeftNoWillAndFallsSilentBeyondItsKeepAliveIsDead() throws Exception {
        try (RawClient silent = RawClient.connected(ingest, "awlr-p2c", 1)) {
            Eventually.until("its death is noticed",
                    () -> database.rows("SELECT presence, presence_cause FROM telemetry.device_state")
                            .contains("offline|death"));
            assertThat(silent.isClosedByPeer()).isTrue();
        }
        assertThat(database.rows("SELECT state, cause FROM telemetry.presence_change"))
                .containsExactly("offline|death");
    }
}
