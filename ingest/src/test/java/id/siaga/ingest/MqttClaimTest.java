package id.siaga.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import id.siaga.ingest.registry.AttemptPolicy;

/** A device out of its box with a code on its label: its first reading is stored without an administrator. */
class MqttClaimTest {

    private static TestDatabase database;
    private static RunningIngest ingest;

    @BeforeAll
    static void start() throws Exception {
        database = TestDatabase.create();
        ingest = new RunningIngest(database);
        batch("now() + interval '1 day'", "NULL", "ABCD-EFGH-JKMN-PQRS-TVWX", "2222-EFGH-JKMN-PQRS-TVWX",
                "5555-EFGH-JKMN-PQRS-TVWX", "6666-EFGH-JKMN-PQRS-TVWX", "8888-EFGH-JKMN-PQRS-TVWX");
        batch("now() - interval '1 second'", "NULL", "3333-EFGH-JKMN-PQRS-TVWX");
        batch("now() + interval '1 day'", "now()", "4444-EFGH-JKMN-PQRS-TVWX");
    }

    private static void batch(String expires, String withdrawn, String... codes) throws Exception {
        database.execute("""
                         INSERT INTO telemetry.claim_batch (kind, owner, made_by, expires_at, withdrawn_at)
                         VALUES ('flood', 'BPBD', 'admin', %s, %s)""".formatted(expires, withdrawn));
        for (String code : codes) {
            database.execute(
                    """
                    INSERT INTO telemetry.claim_code (code_sha256, batch_id)
                    SELECT telemetry.claim_digest('%s'), max(batch_id) FROM telemetry.claim_batch""".formatted(code));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        ingest.close();
        database.close();
    }

    private static int connack(String user) throws IOException {
        try (Mqtt5Socket socket = new Mqtt5Socket(ingest.port())) {
            return socket.connect(user, "-");
        }
    }

    @Test
    void aCodeBecomesADeviceWhoseReadingIsStoredAndIsWorthNothingAfterwards() throws Exception {
        Instant plugged = Instant.now();
        JsonNode told;
        try (Mqtt5Socket fresh = new Mqtt5Socket(ingest.port())) {
            assertThat(fresh.connect("claim:abcd-efgh-jkmn-pqrs-tvwx", "-")).as("as a person would type it").isZero();
            assertThat(fresh.subscribe("#").reason()).isEqualTo(0x87);
            assertThat(fresh.subscribe("enrol/credentials").reason()).isEqualTo(1);
            told = new JsonMapper().readTree(Mqtt5Socket.payload(fresh.hear()));
            fresh.acknowledge(1);
            assertThat(fresh.hear().type()).isEqualTo(Mqtt5Socket.DISCONNECT);
        }
        String id = told.path("device_id").asText();
        try (Mqtt5Socket device = new Mqtt5Socket(ingest.port())) {
            assertThat(device.connect(id, told.path("secret").asText())).isZero();
            assertThat(device.publish("city/flood/" + id + "/telemetry",
                    "{\"v\":1,\"m\":{\"water.distance\":7000}}").reason()).isZero();
        }
        assertThat(database.rows("SELECT device_id FROM telemetry.flood_reading WHERE device_id = '" + id + "'"))
                .containsExactly(id);
        Duration took = Duration.between(plugged, Instant.now());
        System.out.println("claim code to stored reading: " + took.toMillis() + " ms");
        assertThat(took).isLessThan(Duration.ofSeconds(60));
        assertThat(database.rows("SELECT kind, owner, status, speaks_for FROM telemetry.device WHERE device_id = '" + id
                + "'")).containsExactly("flood|BPBD|active|children");

        assertThat(connack("claim:ABCD-EFGH-JKMN-PQRS-TVWX")).as("replayed").isEqualTo(0x87);
        audited("claim code used before", "used by " + id);
    }

    @Test
    void aCodeForARegisteredDeviceGivesThatDeviceItsSecret() throws Exception {
        database.execute("INSERT INTO telemetry.device (device_id, kind, name, status) "
                + "VALUES ('awlr-7', 'flood', 'Pos 7', 'active')");
        batch("now() + interval '1 day'", "NULL", "7777-EFGH-JKMN-PQRS-TVWX");
        database.execute("""
                         UPDATE telemetry.claim_code SET device_id = 'awlr-7'
                         WHERE code_sha256 = telemetry.claim_digest('7777-EFGH-JKMN-PQRS-TVWX')""");
        try (Mqtt5Socket fresh = new Mqtt5Socket(ingest.port())) {
            assertThat(fresh.connect("claim:7777-EFGH-JKMN-PQRS-TVWX", "-")).isZero();
            fresh.subscribe("enrol/credentials");
            JsonNode told = new JsonMapper().readTree(Mqtt5Socket.payload(fresh.hear()));
            assertThat(told.path("device_id").asText()).isEqualTo("awlr-7");
            try (Mqtt5Socket device = new Mqtt5Socket(ingest.port())) {
                assertThat(device.connect("awlr-7", told.path("secret").asText())).isZero();
            }
        }
        assertThat(connack("claim:7777-EFGH-JKMN-PQRS-TVWX")).as("used").isEqualTo(0x87);
    }

    @Test
    void aCodeOfARetiredDeviceIsRefusedAndNotUsedUp() throws Exception {
        database.execute("INSERT INTO telemetry.device (device_id, kind, name, status) "
                + "VALUES ('awlr-9', 'flood', 'Pos 9', 'active')");
        batch("now() + interval '1 day'", "NULL", "AAAA-EFGH-JKMN-PQRS-TVWX");
        database.execute("""
                         UPDATE telemetry.claim_code SET device_id = 'awlr-9'
                         WHERE code_sha256 = telemetry.claim_digest('AAAA-EFGH-JKMN-PQRS-TVWX')""");
        try (Mqtt5Socket early = new Mqtt5Socket(ingest.port())) {
            assertThat(early.connect("claim:AAAA-EFGH-JKMN-PQRS-TVWX", "-")).isZero();
            database.execute("UPDATE telemetry.device SET status = 'retired' WHERE device_id = 'awlr-9'");
            assertThat(early.subscribe("enrol/credentials").reason()).as("retired meanwhile").isEqualTo(0x87);
        }
        assertThat(connack("claim:AAAA-EFGH-JKMN-PQRS-TVWX")).isEqualTo(0x87);
        audited("claim code refused", "withdrawn");
        assertThat(database.rows("""
                                 SELECT used_at IS NULL, secret_sha256 IS NULL FROM telemetry.claim_code c
                                 JOIN telemetry.device d USING (device_id) WHERE d.device_id = 'awlr-9'"""))
                .containsExactly("true|true");
    }

    @Test
    void aCodeThatIsUnknownExpiredOrWithdrawnIsRefused() throws Exception {
        assertThat(connack("claim:9999-9999-9999-9999-9999")).isEqualTo(0x87);
        audited("claim code refused", "unknown");
        assertThat(connack("claim:3333-EFGH-JKMN-PQRS-TVWX")).isEqualTo(0x87);
        audited("claim code refused", "expired");
        assertThat(connack("claim:4444-EFGH-JKMN-PQRS-TVWX")).isEqualTo(0x87);
        audited("claim code refused", "withdrawn");
        assertThat(database.rows("SELECT user_name FROM telemetry.connection_refusal WHERE user_name LIKE '%EFGH%'"))
                .as("no code is kept").isEmpty();
    }

    @Test
    void whoHasACodePublishesNothingWithIt() throws Exception {
        try (Mqtt5Socket fresh = new Mqtt5Socket(ingest.port())) {
            assertThat(fresh.connect("claim:2222-EFGH-JKMN-PQRS-TVWX", "-")).isZero();
            Mqtt5Socket.Heard answer = fresh.publish("city/flood/any/telemetry", "{}");
            assertThat(answer.type()).isEqualTo(Mqtt5Socket.DISCONNECT);
            assertThat(answer.reason()).isEqualTo(0x87);
        }
    }

    @Test
    void aCodeIsLeftUntilItsCredentialsAreAskedFor() throws Exception {
        try (Mqtt5Socket lost = new Mqtt5Socket(ingest.port())) {
            assertThat(lost.connect("claim:5555-EFGH-JKMN-PQRS-TVWX", "-")).isZero();
            assertThat(lost.subscribe("#").reason()).isEqualTo(0x87);
        }
        audited("subscribed to what is not its own", "#");
        try (Mqtt5Socket one = new Mqtt5Socket(ingest.port()); Mqtt5Socket other = new Mqtt5Socket(ingest.port())) {
            assertThat(one.connect("claim:5555-EFGH-JKMN-PQRS-TVWX", "-")).isZero();
            assertThat(other.connect("claim:5555-EFGH-JKMN-PQRS-TVWX", "-")).isZero();
            assertThat(one.subscribe("enrol/credentials").reason()).isEqualTo(1);
            assertThat(other.subscribe("enrol/credentials").reason()).as("one code, one device").isEqualTo(0x87);
            assertThat(other.hear().type()).isEqualTo(Mqtt5Socket.DISCONNECT);
        }
    }

    @Test
    void aClientThatLeavesWithItsCredentialsIsNoError() throws Exception {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        log.start();
        root.addAppender(log);
        try (Mqtt5Socket fresh = new Mqtt5Socket(ingest.port())) {
            fresh.connect("claim:6666-EFGH-JKMN-PQRS-TVWX", "-");
            fresh.subscribe("enrol/credentials");
            assertThat(fresh.hear().type() & 0xF0).isEqualTo(Mqtt5Socket.PUBLISH);
            fresh.acknowledgeAndLeave(1);
            Eventually.until("closed", () -> fresh.hear().type() == Mqtt5Socket.CLOSED);
        } finally {
            root.detachAppender(log);
        }
        assertThat(log.list).filteredOn(event -> event.getLevel() == Level.ERROR)
                .extracting(ILoggingEvent::getFormattedMessage).isEmpty();
    }

    @Test
    void aCodeThatIsTriedAgainAndAgainHoldsUpNoOther() throws Exception {
        for (int i = 0; i <= AttemptPolicy.defaults().ofIdentity(); i++) {
            assertThat(connack("claim:0000-0000-0000-0000-0000")).isNotZero();
        }
        assertThat(connack("claim:0000-0000-0000-0000-0000")).as("locked out").isEqualTo(0x8A);
        assertThat(connack("claim:8888-EFGH-JKMN-PQRS-TVWX")).isZero();
    }

    @Test
    void aNulIsInNobodysNameAndInNoCode() throws Exception {
        assertThat(connack("awlr\0-7")).isEqualTo(0x86);
        assertThat(connack("claim:1111\0-EFGH")).isEqualTo(0x87);
        Eventually.until("a row", () -> database
                .rows("SELECT reason FROM telemetry.connection_refusal WHERE user_name = 'awlr\uFFFD-7'")
                .equals(List.of("wrong name or secret")));
    }

    private static void audited(String reason, String what) throws Exception {
        Eventually.until(reason + ": " + what, () -> database.rows(
                "SELECT what FROM telemetry.connection_refusal WHERE user_name = 'claim' AND reason = '" + reason + "'")
                .contains(what));
    }
}
