package id.siaga.ingest;

import static id.siaga.ingest.RunningIngest.publish;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An access point's document names everybody on its network; the tables do not. */
@Timeout(60)
class NetJsonPrivacyTest {

    private static final String TOPIC = "openwisp/ap-1/monitoring";
    private static final String MARK = "orang-rahasia";
    private static final String DOCUMENT = """
                                           {"type":"DeviceMonitoring","general":{"local_time":1768872600,"uptime":77,"hostname":"orang-rahasia"},
                                            "orang-rahasia":{"x":"orang-rahasia"},
                                            "interfaces":[{"name":"wlan0","wireless":{"ssid":"orang-rahasia","clients":[
                                               {"mac":"orang-rahasia","vendor":"orang-rahasia"},{"mac":"orang-rahasia"}]},
                                               "addresses":[{"address":"orang-rahasia"}],"mobile":{"imei":"orang-rahasia"}}],
                                            "dhcp_leases":[{"mac":"orang-rahasia","client_name":"orang-rahasia"}],
                                            "neighbors":[{"mac":"orang-rahasia"}]}""";

    private TestDatabase database;
    private RunningIngest ingest;
    private MqttAsyncClient accessPoint;

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.create();
        ingest = new RunningIngest(database);
        ingest.register("ap-1", "wifi", "NULL, NULL");
        accessPoint = ingest.connect("ap-1");
    }

    @AfterEach
    void stop() throws Exception {
        accessPoint.disconnect().waitForCompletion();
        ingest.close();
        database.close();
    }

    @Test
    void whatIsStoredHasTheCountAndNobodysName() throws Exception {
        assertThat(publish(accessPoint, TOPIC, DOCUMENT)).isZero();
        assertThat(database.rows("SELECT clients, uptime_s FROM telemetry.wifi_health")).containsExactly("2.0|77.0");
        assertThat(database.rows("SELECT convert_from(payload, 'UTF8') FROM telemetry.message")).singleElement()
                .asString().contains("\"clients\":2", "\"uptime\":77").doesNotContain(MARK);
        nothingPersonalAnywhere();
    }

    @Test
    void ofOneThatCannotBeReadOnlySizeHashAndFaultAreKept() throws Exception {
        String broken = DOCUMENT.substring(0, DOCUMENT.length() - 1);
        assertThat(publish(accessPoint, TOPIC, broken)).isNotZero();
        assertThat(database.rows("SELECT reason, payload_bytes, length(payload), detail LIKE '%SHA-256 ' "
                + "|| encode(sha256(convert_to('" + broken + "', 'UTF8')), 'hex') FROM telemetry.quarantine"))
                .containsExactly("MALFORMED|" + broken.length() + "|0|true");
        nothingPersonalAnywhere();
    }

    private void nothingPersonalAnywhere() throws Exception {
        List<String> tables = database.rows("SELECT DISTINCT table_name FROM information_schema.tables "
                + "WHERE table_schema = 'telemetry' AND table_type = 'BASE TABLE'");
        for (String table : tables) {
            assertThat(database.rows("SELECT * FROM telemetry.\"" + table + "\" AS row WHERE row::text LIKE '%" + MARK
                    + "%' OR row::text LIKE '%' || encode(convert_to('" + MARK + "', 'UTF8'), 'hex') || '%'"))
                    .as(table).isEmpty();
        }
    }
}
