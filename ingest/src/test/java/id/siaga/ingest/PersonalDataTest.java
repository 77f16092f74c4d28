package id.siaga.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import id.siaga.ingest.decode.PersonalSamples;
import id.siaga.ingest.decode.PersonalSamples.Publication;
import id.siaga.ingest.registry.Registry.Enrolment;

/** What a device says of people goes no further than the decoder, whether the message is used, refused or broken. */
class PersonalDataTest {

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private TestDatabase database;
    private RunningIngest ingest;

    @BeforeEach
    void start() throws Exception {
        log.start();
        root.addAppender(log);
        database = TestDatabase.create();
        ingest = new RunningIngest(database, Enrolment.OPEN);
        ingest.register("gateway-1", "gateway", "NULL, NULL");
    }

    @AfterEach
    void stop() throws Exception {
        root.detachAppender(log);
        ingest.close();
        database.close();
    }

    @Test
    void nothingPersonalReachesATableOrTheLog() throws Exception {
        List<Publication> publications = PersonalSamples.all();
        assertThat(publications).as("samples of formats that speak of people").isNotEmpty();
        MqttAsyncClient gateway = ingest.connect("gateway-1");
        for (Publication each : publications) {
            gateway.publish(each.topic(), new MqttMessage(each.payload())).waitForCompletion(10_000);
        }

        assertThat(database.count("message")).isPositive();
        assertThat(database.count("quarantine")).isGreaterThanOrEqualTo(publications.size() / 2);
        assertThat(tablesThatTell()).isEmpty();
        assertThat(log.list).extracting(event -> event + " " + event.getKeyValuePairs())
                .noneMatch(line -> line.contains(PersonalSamples.MARK) || line.contains(PersonalSamples.ADDRESS));
        gateway.disconnect().waitForCompletion();
    }

    @Test
    void theSearchFindsWhatIsThere() throws Exception {
        MqttAsyncClient gateway = ingest.connect("gateway-1");
        RunningIngest.publish(gateway, "city/gps/gps-1/telemetry",
                "{\"v\":1,\"m\":{\"speed\":1},\"fw\":\"" + PersonalSamples.MARK + "\"}");

        assertThat(tablesThatTell()).containsExactly("message");
        gateway.disconnect().waitForCompletion();
    }

    /** Rows are looked at as text, in which bytes are hexadecimal. */
    private Set<String> tablesThatTell() throws SQLException {
        Set<String> tables = new TreeSet<>();
        for (String table : database.rows(
                """
                SELECT relname FROM pg_class WHERE relnamespace = 'telemetry'::regnamespace AND relkind IN ('r', 'p')
                AND NOT relispartition""")) {
            for (String mark : List.of(PersonalSamples.MARK, PersonalSamples.ADDRESS)) {
                String hex = HexFormat.of().formatHex(mark.getBytes(StandardCharsets.UTF_8));
                String found = database.rows("SELECT count(*) FROM telemetry.%s r WHERE lower(r::text) ~ '%s|%s'"
                        .formatted(table, mark.toLowerCase(Locale.ROOT), hex)).get(0);
                if (!found.equals("0")) {
                    tables.add(table);
                }
            }
        }
        return tables;
    }
}
