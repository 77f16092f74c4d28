package id.siaga.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.slf4j.LoggerFactory;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import id.siaga.ingest.decode.PersonalSamples;
import id.siaga.ingest.decode.PersonalSamples.Publication;
import id.siaga.ingest.registry.Registry.Enrolment;

/** What a device says of people goes no further than the decoder, whether the message is used, refused or broken. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PersonalDataTest {

    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private static final ListAppender<ILoggingEvent> LOG = new ListAppender<>();
    private static TestDatabase database;
    private static RunningIngest ingest;
    private static MqttAsyncClient gateway;

    @BeforeAll
    static void start() throws Exception {
        LOG.start();
        ROOT.addAppender(LOG);
        database = TestDatabase.create();
        ingest = new RunningIngest(database, Enrolment.OPEN);
        ingest.register("gateway-1", "gateway", "NULL, NULL");
        gateway = ingest.connect("gateway-1");
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.disconnect().waitForCompletion();
        ROOT.detachAppender(LOG);
        ingest.close();
        database.close();
    }

    @Test
    @Order(1)
    void nothingPersonalReachesATableOrTheLog() throws Exception {
        List<Publication> publications = PersonalSamples.all();
        assertThat(publications).as("samples of formats that speak of people").isNotEmpty();
        publish(publications);

        assertThat(database.count("message")).isPositive();
        assertThat(database.count("quarantine")).isGreaterThanOrEqualTo(publications.size() / 2);
        nothingTells();
    }

    @Test
    @Order(2)
    void norDoesItDownAnotherRouteOrDownNone() throws Exception {
        publish(PersonalSamples.astray("siapa/yang/tahu"));
        publish(PersonalSamples.astray("tele/tma-1/STATE"));
        publish(PersonalSamples.astray("city/gps/gps-1/event"));

        assertThat(database.rows("SELECT DISTINCT reason FROM telemetry.quarantine")).contains("NO_ROUTE", "SHAPE");
        nothingTells();
    }

    @Test
    @Order(3)
    void theSearchFindsWhatIsThere() throws Exception {
        RunningIngest.publish(gateway, "city/gps/gps-1/telemetry",
                "{\"v\":1,\"m\":{\"speed\":1},\"fw\":\"" + PersonalSamples.MARK + "\"}");

        assertThat(tablesThatTell()).contains("message");
    }

    private static void publish(List<Publication> publications) throws Exception {
        List<IMqttToken> sent = new ArrayList<>();
        for (Publication each : publications) {
            MqttMessage message = new MqttMessage(each.payload());
            message.setQos(1);
            sent.add(gateway.publish(each.topic(), message));
        }
        for (IMqttToken token : sent) {
            token.waitForCompletion(30_000);
        }
    }

    private static void nothingTells() throws SQLException {
        assertThat(tablesThatTell()).isEmpty();
        assertThat(LOG.list).extracting(event -> event + " " + event.getKeyValuePairs())
                .noneMatch(line -> line.contains(PersonalSamples.MARK) || line.contains(PersonalSamples.ADDRESS));
    }

    /** Rows are looked at as text, in which bytes are hexadecimal. */
    private static Set<String> tablesThatTell() throws SQLException {
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
