package id.siaga.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;

import org.junit.jupiter.api.Test;

import id.siaga.ingest.telemetry.Message;

/** The access key of an Antares account stands in the topic and in requests. */
class AntaresSecretTest {

    private static final String KEY = "0a1b2cKEY";
    private final Routes routes = Routes.standard();

    @Test
    void aTopicIsToldWithoutIt() {
        assertThat(routes.withoutSecret("/oneM2M/resp/antares-cse/" + KEY + "/json"))
                .isEqualTo("/oneM2M/resp/antares-cse/-/json");
        assertThat(routes.withoutSecret("/oneM2M/req/" + KEY + "/antares-cse/xml"))
                .isEqualTo("/oneM2M/req/-/antares-cse/xml");
        assertThat(routes.withoutSecret("/oneM2M/req/" + KEY)).isEqualTo("/oneM2M/req/-");
        assertThat(routes.withoutSecret("city/flood/a/telemetry")).isEqualTo("city/flood/a/telemetry");
    }

    @Test
    void aTopicWithoutItStillHasItsRoute() {
        assertThat(routes.match("/oneM2M/resp/antares-cse/-/json").orElseThrow().format()).isEqualTo("antares");
    }

    @Test
    void aRequestIsKeptWithoutIt() {
        String request = """
                         {"m2m:rqp":{"fr":"%s","to":"/antares-cse/antares-id/Tma/Pos7","op":1,
                          "pc":{"m2m:cin":{"con":"{\\"suhu\\":27.5}"}}}}""".formatted(KEY);
        String topic = "/oneM2M/req/" + KEY + "/antares-cse/json";
        Message message = Message.of(topic, request.getBytes(StandardCharsets.UTF_8), Instant.EPOCH);

        Decoded.Report report = (Decoded.Report) new AntaresDecoder().decode(message,
                routes.match(topic).orElseThrow());

        assertThat(report.deviceId()).isEqualTo("/antares-cse/antares-id/Tma/Pos7");
        assertThat(new String(Objects.requireNonNull(report.kept()), StandardCharsets.UTF_8)).contains("Pos7")
                .doesNotContain(KEY);
        assertThat(report.toString()).doesNotContain(KEY);
        assertThat(Decoders.personal("antares")).isTrue();
    }
}
