package id.siaga.ingest;

import static id.siaga.ingest.RunningIngest.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;

import id.siaga.ingest.http.HttpDoorConfig;
import id.siaga.ingest.http.broker.BrokerDoorConfig;
import id.siaga.ingest.lane.LaneConfig;
import id.siaga.ingest.mqtt.BrokerSubscriptionConfig;
import id.siaga.ingest.mqtt.DeviceEndpointConfig;
import id.siaga.ingest.registry.AttemptPolicy;
import id.siaga.ingest.registry.Registry.Enrolment;

/** The door for external brokers: the questions of EMQX 5 and of mosquitto-go-auth, and whoever else asks. */
class BrokerDoorTest {

    private static final String OWN = "city/flood/awlr-own/telemetry";
    private static final String OTHERS = "city/flood/awlr-other/telemetry";

    private static TestAuthority city;
    private static TestDatabase database;
    private static RunningIngest ingest;
    private static AskingBroker broker;

    @BeforeAll
    static void start() throws Exception {
        city = new TestAuthority("Kota");
        database = TestDatabase.create();
        ingest = new RunningIngest(database, new IngestConfig(DeviceEndpointConfig.plain("127.0.0.1", 0),
                Optional.empty(),
                Optional.of(BrokerSubscriptionConfig.of("tcp://127.0.0.1:1", "siaga-host").withLogin("siaga", "own")),
                LaneConfig.defaults(), Enrolment.CLOSED, HttpDoorConfig.defaults(), List.of(city.certificate()))
                .withBrokerDoor(Optional.of(BrokerDoorConfig.at("127.0.0.1", 0, Optional.empty(), AskingBroker.KEY))));
        broker = AskingBroker.at(ingest.brokerDoorPort());
        for (String id : List.of("awlr-own", "awlr-other", "awlr-guessed", "awlr-rotated", "awlr-gone", "awlr-cert")) {
            ingest.registerGauge(id, "P2C");
        }
    }

    @AfterAll
    static void stop() throws Exception {
        ingest.close();
        database.close();
    }

    private static void audited(String user, String reason, String what, String remote) throws Exception {
        Eventually.until("a row for " + reason,
                () -> database
                        .rows("""
                              SELECT count(*) FROM telemetry.connection_refusal WHERE user_name = '%s' AND reason = '%s'
                                  AND what LIKE '%s' AND remote LIKE '%s' AND door = 'broker'""".formatted(user, reason,
                                what, remote))
                        .contains("1"));
    }

    private static int status(String path, Map<String, ?> question) throws Exception {
        return broker.json(path, question).statusCode();
    }

    private static int access(String user, String topic, int acc) throws Exception {
        return status("/mosquitto/acl", Map.of("username", user, "clientid", user, "topic", topic, "acc", acc));
    }

    @Test
    void emqxIsToldWhoMayConnectAlwaysWith200() throws Exception {
        JsonNode allowed = broker.emqxLogin("awlr-own", SECRET, "awlr-own");
        assertThat(allowed.path("result").asText()).isEqualTo("allow");
        assertThat(allowed.path("is_superuser").booleanValue()).isFalse();
        assertThat(allowed.has("expire_at")).isFalse();
        assertThat(broker.emqxLogin("awlr-own", "guess", "awlr-own").path("result").asText()).isEqualTo("deny");
        assertThat(broker.emqxLogin("nobody", SECRET, "nobody").path("result").asText()).isEqualTo("deny");
        assertThat(broker.emqxLogin("", "", "x").path("result").asText()).isEqualTo("deny");
        audited("awlr-own", "wrong name or secret", "", "192.0.2.7:%");
        audited("", "no user name or secret", "", "192.0.2.7:%");
    }

    @Test
    void emqxIsToldWhoMayPublishAndSubscribe() throws Exception {
        assertThat(broker.emqxMay("awlr-own", "publish", OWN)).isEqualTo("allow");
        assertThat(broker.emqxMay("awlr-own", "publish", OTHERS)).isEqualTo("deny");
        assertThat(broker.emqxMay("awlr-own", "publish", "city/flood/awlr-other/cmd")).as("a forged command")
                .isEqualTo("deny");
        assertThat(broker.emqxMay("awlr-own", "publish", "$SYS/brokers")).isEqualTo("deny");
        assertThat(broker.emqxMay("awlr-own", "subscribe", "city/flood/awlr-own/cmd")).isEqualTo("allow");
        for (String filter : List.of("#", "city/#", "city/flood/+/cmd", "city/flood/awlr-other/cmd", OWN,
                "$share/g/city/flood/awlr-own/cmd")) {
            assertThat(broker.emqxMay("awlr-own", "subscribe", filter)).as(filter).isEqualTo("deny");
        }
        assertThat(broker.emqxMay("nobody", "publish", "city/flood/nobody/telemetry")).isEqualTo("deny");
        audited("awlr-own", "published for another device", OTHERS, "192.0.2.7:%");
        audited("awlr-own", "published to a topic of no device", "city/flood/awlr-other/cmd", "192.0.2.7:%");
        audited("awlr-own", "subscribed to what is not its own", "%", "192.0.2.7:%");
    }

    @Test
    void mosquittoIsToldByStatusWhetherItAsksInJsonOrAsAForm() throws Exception {
        Map<String, String> right = Map.of("username", "awlr-own", "password", SECRET, "clientid", "awlr-own");
        Map<String, String> wrong = Map.of("username", "awlr-own", "password", "guess", "clientid", "awlr-own");
        assertThat(status("/mosquitto/user", right)).isEqualTo(200);
        assertThat(broker.form("/mosquitto/user", right).statusCode()).isEqualTo(200);
        assertThat(broker.form("/mosquitto/user", right).body()).isEqualTo("{\"ok\":true,\"error\":\"\"}");
        assertThat(status("/mosquitto/user", wrong)).isEqualTo(403);
        assertThat(broker.form("/mosquitto/user", wrong).body()).contains("\"ok\":false", "wrong name or secret");
        assertThat(status("/mosquitto/superuser", Map.of("username", "siaga"))).isEqualTo(403);
        assertThat(broker.form("/mosquitto/acl", Map.of("username", "awlr-own", "clientid", "awlr-own", "topic", OWN,
                "acc", "2")).statusCode()).isEqualTo(200);
        audited("awlr-own", "wrong name or secret", "", "%");
    }

    @Test
    void mosquittoIsToldForEachKindOfAccess() throws Exception {
        String command = "city/flood/awlr-own/cmd";
        assertThat(access("awlr-own", command, 1)).as("delivered to it").isEqualTo(200);
        assertThat(access("awlr-own", command, 4)).as("subscribed to").isEqualTo(200);
        assertThat(access("awlr-own", command, 2)).as("said by itself").isEqualTo(403);
        assertThat(access("awlr-own", command, 3)).as("both").isEqualTo(403);
        assertThat(access("awlr-own", OWN, 1)).isEqualTo(403);
        assertThat(access("awlr-own", OWN, 2)).isEqualTo(200);
        assertThat(access("awlr-own", OTHERS, 2)).isEqualTo(403);
        assertThat(access("awlr-own", "city/#", 4)).isEqualTo(403);
        assertThat(access("awlr-own", OWN, 9)).as("no such access").isEqualTo(400);
    }

    @Test
    void ourOwnSessionHearsTheRoutesAndSpeaksToDevices() throws Exception {
        assertThat(broker.emqxLogin("siaga", "own", "siaga-host-0").path("result").asText()).isEqualTo("allow");
        assertThat(broker.emqxLogin("siaga", "guess", "siaga-host-0").path("result").asText()).isEqualTo("deny");
        assertThat(access("siaga", "city/+/+/telemetry", 4)).isEqualTo(200);
        assertThat(access("siaga", "$share/siaga/city/+/+/telemetry", 4)).isEqualTo(200);
        assertThat(access("siaga", "#", 4)).as("no more than it reads").isEqualTo(403);
        assertThat(access("siaga", OWN, 1)).isEqualTo(200);
        assertThat(access("siaga", "city/flood/awlr-own/cmd", 2)).isEqualTo(200);
        assertThat(access("siaga", "city/flood/awlr-own/receipt", 2)).isEqualTo(200);
        assertThat(access("siaga", "spBv1.0/g/NCMD/node", 2)).isEqualTo(200);
        assertThat(access("siaga", OWN, 2)).as("no readings").isEqualTo(403);
    }

    @Test
    void aClientIdOfAnotherOrOfOursIsNotTaken() throws Exception {
        assertThat(broker.emqxLogin("awlr-own", SECRET, "awlr-other").path("result").asText()).isEqualTo("deny");
        audited("awlr-own", "client id of another", "awlr-other", "%");
        assertThat(broker.emqxLogin("awlr-own", SECRET, "siaga-host-0").path("result").asText()).isEqualTo("deny");
        audited("awlr-own", "client id of another", "siaga-host-0", "%");
        assertThat(broker.emqxLogin("awlr-own", SECRET, "DVES_123456").path("result").asText()).isEqualTo("allow");
    }

    @Test
    void aClaimCodeIsNotUsedUpWhereItsSecretCouldNotBeTold() throws Exception {
        database.execute("""
                         INSERT INTO telemetry.claim_batch (kind, owner, made_by, expires_at)
                         VALUES ('flood', 'BPBD', 'admin', now() + interval '1 day')""");
        database.execute("""
                         INSERT INTO telemetry.claim_code (code_sha256, batch_id)
                         SELECT telemetry.claim_digest('ABCD-EFGH-JKMN-PQRS-TVWX'), max(batch_id)
                         FROM telemetry.claim_batch""");
        assertThat(broker.emqxLogin("claim:ABCD-EFGH-JKMN-PQRS-TVWX", "-", "x").path("result").asText())
                .isEqualTo("deny");
        assertThat(database.rows("SELECT used_at FROM telemetry.claim_code")).containsExactly("null");
        audited("claim", "claim code refused", "not at this door", "%");
    }

    @Test
    void whatIsTakenAwayIsRefusedAndTold() throws Exception {
        assertThat(broker.emqxLogin("awlr-gone", SECRET, "awlr-gone").path("result").asText()).isEqualTo("allow");
        assertThat(broker.emqxMay("awlr-gone", "publish", "city/flood/awlr-gone/telemetry")).isEqualTo("allow");
        String last = broker.get("/ended").lines().findFirst().orElseThrow();
        database.execute("UPDATE telemetry.device SET secret_sha256 = sha256('another') WHERE device_id = 'awlr-gone'");
        Eventually.within(Duration.ofSeconds(5), "refused",
                () -> broker.emqxMay("awlr-gone", "publish", "city/flood/awlr-gone/telemetry").equals("deny"));
        assertThat(broker.get("/ended?after=" + last).lines().skip(1)).containsExactly("awlr-gone");
        assertThat(broker.emqxLogin("awlr-gone", SECRET, "awlr-gone").path("result").asText()).isEqualTo("deny");
        audited("awlr-gone", "credential revoked while connected", "%", "%");
    }

    @Test
    void aSecretInItsGraceSaysWhenItEnds() throws Exception {
        database.execute("""
                         UPDATE telemetry.device SET previous_sha256 = secret_sha256, secret_sha256 = sha256('next'),
                             previous_until = now() + interval '1 hour' WHERE device_id = 'awlr-rotated'""");
        Eventually.until("the end of its grace is told", () -> {
            long end = broker.emqxLogin("awlr-rotated", SECRET, "awlr-rotated").path("expire_at").longValue();
            return Math.abs(end - Instant.now().getEpochSecond() - 3600) < 60;
        });
    }

    @Test
    void aCertificateIsJudgedAsAtOurOwnDoor() throws Exception {
        TestAuthority.Signed shown = city.device("awlr-cert", Instant.now().plus(Duration.ofHours(1)));
        String pem = TestAuthority.pem(shown.certificate());
        Map<String, String> question = Map.of("username", "", "password", "", "clientid", "awlr-cert", "cert_pem", pem);
        assertThat(status("/mosquitto/user", question)).isEqualTo(200);
        database.execute("UPDATE telemetry.device_certificate SET revoked_at = now() WHERE device_id = 'awlr-cert'");
        Eventually.until("revoked", () -> status("/mosquitto/user", question) == 403);
        assertThat(status("/mosquitto/user", Map.of("clientid", "awlr-cert", "cert_pem",
                TestAuthority.pem(new TestAuthority("Elsewhere").device("awlr-own", Instant.now()).certificate()))))
                .isEqualTo(403);
        assertThat(status("/mosquitto/user", Map.of("clientid", "awlr-cert", "cert_pem", "undefined"))).isEqualTo(403);
        assertThat(status("/mosquitto/user", Map.of("username", "awlr-own", "clientid", "awlr-own",
                "cert_common_name", "awlr-own"))).as("a name alone is no proof").isEqualTo(403);
    }

    @Test
    void aNameThatIsGuessedAtIsLockedOutThereAndNowhereElse() throws Exception {
        IntStream.range(0, AttemptPolicy.defaults().ofIdentity()).forEach(i -> {
            try {
                broker.emqxLogin("awlr-guessed", "guess-" + i, "awlr-guessed");
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        assertThat(broker.emqxLogin("awlr-guessed", SECRET, "awlr-guessed").path("result").asText()).isEqualTo("deny");
        audited("awlr-guessed", "locked out after failures", "", "192.0.2.7:%");
        assertThat(status("/mosquitto/user", Map.of("username", "awlr-guessed", "password", SECRET, "clientid",
                "awlr-guessed", "peerhost", "192.0.2.8"))).as("from elsewhere").isEqualTo(200);
    }

    @Test
    void anAccessKeyInATopicIsInNoRow() throws Exception {
        for (String topic : List.of("/oneM2M/req/SECRETKEY123/antares-cse/json",
                "$share/g//oneM2M/resp/antares-cse/SECRETKEY123/#")) {
            assertThat(access("awlr-own", topic, 2)).isEqualTo(403);
            assertThat(access("awlr-own", topic, 4)).isEqualTo(403);
            assertThat(access("ghost-2", topic, 2)).isEqualTo(403);
        }
        audited("ghost-2", "not a registered device", "$share/g//oneM2M/resp/antares-cse/-/#", "%");
        audited("awlr-own", "subscribed to what is not its own", "$share/g//oneM2M/resp/antares-cse/-/#", "%");
        assertThat(database.rows("SELECT what FROM telemetry.connection_refusal WHERE what LIKE '%SECRETKEY%'"))
                .isEmpty();
    }

    @Test
    void aStrangerHadNothingThatCouldBeRevoked() throws Exception {
        assertThat(access("ghost-1", OWN, 2)).isEqualTo(403);
        audited("ghost-1", "not a registered device", OWN, "%");
    }

    @Test
    void eachDoorHasARowOfItsOwn() throws Exception {
        broker.emqxLogin("awlr-twice", "guess", "awlr-twice");
        broker.emqxLogin("awlr-twice", "guess", "awlr-twice");
        try (Mqtt5Socket socket = new Mqtt5Socket(ingest.port())) {
            socket.connect("awlr-twice", "guess");
        }
        Eventually.until("two rows", () -> database.rows(
                """
                SELECT door, count FROM telemetry.connection_refusal WHERE user_name = 'awlr-twice' ORDER BY door""")
                .equals(List.of("broker|2", "mqtt|1")));
    }

    @Test
    void nobodyIsAnsweredWithoutTheKey() throws Exception {
        Map<String, String> right = Map.of("username", "awlr-own", "password", SECRET, "clientid", "awlr-own");
        String basic = Base64.getEncoder()
                .encodeToString(("any:" + AskingBroker.KEY).getBytes(StandardCharsets.UTF_8));
        assertThat(broker.showing("X-Api-Key", AskingBroker.KEY).json("/mosquitto/user", right).statusCode())
                .isEqualTo(200);
        assertThat(broker.showing("Authorization", "Basic " + basic).json("/mosquitto/user", right).statusCode())
                .isEqualTo(200);
        for (AskingBroker stranger : List.of(broker.showing("X-Other", "-"), broker.showing("X-Api-Key", "guess"),
                broker.showing("Authorization", "Bearer " + AskingBroker.KEY + "x"))) {
            assertThat(stranger.json("/mosquitto/user", right).statusCode()).isEqualTo(401);
            assertThat(stranger.json("/emqx/authentication", right).statusCode()).isEqualTo(401);
        }
        audited("", "no key of the broker door", "/%", "127.0.0.1:%");
    }

    @Test
    void whatIsNoQuestionIsAnsweredSo() throws Exception {
        assertThat(broker.send("/mosquitto/user", "application/json", "{\"username\":").statusCode()).isEqualTo(400);
        assertThat(broker.send("/mosquitto/user", "application/json", "[]").statusCode()).isEqualTo(400);
        assertThat(broker.send("/mosquitto/user", "application/json", " ".repeat(200_000)).statusCode())
                .isEqualTo(413);
        assertThat(broker.json("/mosquitto/other", Map.of()).statusCode()).isEqualTo(404);
        assertThat(broker.json("/emqx/authorization", Map.of("action", "dance")).statusCode()).isEqualTo(400);
    }
}
