package id.siaga.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import id.siaga.ingest.decode.Decoded;
import id.siaga.ingest.decode.Decoders;
import id.siaga.ingest.decode.Route;
import id.siaga.ingest.decode.Routes;
import id.siaga.ingest.lane.Commit;
import id.siaga.ingest.lane.Parcel;
import id.siaga.ingest.mqtt.Ack.Outcome;
import id.siaga.ingest.registry.Registry;
import id.siaga.ingest.registry.Registry.Enrolment;
import id.siaga.ingest.store.MessageIds;
import id.siaga.ingest.telemetry.Kind;
import id.siaga.ingest.telemetry.Message;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** What a device says of one instant in several messages: in every order and repetition the same rows and alerts. */
class SameInstantTest {

    private static final int LONGEST = 3;

    private static final String FIX = "\"pos\":[-6.24,106.99],\"m\":{\"speed\":3";
    private static final String ELSEWHERE = "\"pos\":[-6.29,106.95],\"m\":{\"speed\":7";

    /** Four messages about one fix. */
    private enum Said {
        PLAIN(FIX + "}"), REWORDED(FIX + ".0 }"), PANIC(ELSEWHERE + ",\"vehicle.alarm\":\"panic\"}"), CRASH(
                FIX + ",\"vehicle.alarm\":\"crash\"}");

        private final String words;

        Said(String words) {
            this.words = words;
        }
    }

    private static TestDatabase database;
    private static Registry registry;
    private static int writers;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @BeforeAll
    static void start() throws SQLException {
        database = TestDatabase.create();
        database.execute("""
                         INSERT INTO telemetry.device (device_id, kind, name, status)
                         SELECT 'gps-' || n, 'gps', 'Truk', 'active' FROM generate_series(0, 199) n""");
        registry = new Registry(database.database().source(), Enrolment.CLOSED);
        registry.load();
    }

    @AfterAll
    static void stop() throws SQLException {
        database.close();
    }

    @Test
    void anyOrderAndRepetitionGivesTheSameRowsAndOneAlertForEachCause() throws SQLException {
        List<List<Said>> cases = sequences(LONGEST);
        commitOneByOne(cases, 0);
        commitTogether(cases, cases.size());
        List<String> before = everything();
        // Another process, which remembers nothing, hears all of it again.
        commitTogether(cases, 0);
        commitOneByOne(cases, cases.size());
        assertThat(everything()).isEqualTo(before);
        for (int n = 0; n < 2 * cases.size(); n++) {
            assertTold("gps-" + n, cases.get(n % cases.size()));
        }
    }

    @Test
    void anAlarmIsNotHeardTwiceAndAContradictionOfItIsPutAside() throws SQLException {
        try (Commit lane = lane()) {
            assertThat(lane.commit(List.of(parcel("gps-198", Said.PANIC.words)))).containsExactly(Outcome.STORED);
            String other = Said.PANIC.words.replace("-6.29", "-6.30");
            assertThat(lane.commit(List.of(parcel("gps-198", other)))).containsExactly(Outcome.QUARANTINED);
        }
        assertThat(alerts("gps-198")).containsExactly("GPS-PANIC|" + payload(Said.PANIC.words));
    }

    @Test
    void eventsOfOneInstantAreEachStoredOnce() throws SQLException {
        String unplugged = "\"type\":\"vehicle.alarm\",\"attrs\":{\"alarm\":\"power_cut\"}";
        String panic = "\"type\":\"vehicle.alarm\",\"attrs\":{\"alarm\":\"panic\"}";
        try (Commit lane = lane()) {
            for (String each : List.of(unplugged, panic, unplugged, panic)) {
                lane.commit(List.of(parcel("gps-199", "event", each)));
            }
        }
        assertThat(database.rows("SELECT attributes ->> 'alarm' FROM telemetry.device_event ORDER BY 1"))
                .containsExactly("panic", "power_cut");
        assertThat(database.rows("SELECT count(*) FROM telemetry.quarantine WHERE topic LIKE '%gps-199%'"))
                .containsExactly("0");
    }

    private static List<List<Said>> sequences(int length) {
        List<List<Said>> shorter = length == 1 ? List.of(List.of()) : sequences(length - 1);
        return shorter.stream().flatMap(begun -> Stream.of(Said.values()).map(next -> {
            List<Said> longer = new ArrayList<>(begun);
            longer.add(next);
            return List.copyOf(longer);
        })).toList();
    }

    private void commitOneByOne(List<List<Said>> cases, int firstDevice) throws SQLException {
        try (Commit lane = lane()) {
            for (int n = 0; n < cases.size(); n++) {
                for (Said said : cases.get(n)) {
                    lane.commit(List.of(parcel("gps-" + (firstDevice + n), said.words)));
                }
            }
        }
    }

    private void commitTogether(List<List<Said>> cases, int firstDevice) throws SQLException {
        try (Commit lane = lane()) {
            for (int n = 0; n < cases.size(); n++) {
                String device = "gps-" + (firstDevice + n);
                lane.commit(cases.get(n).stream().map(said -> parcel(device, said.words)).toList());
            }
        }
    }

    private void assertTold(String device, List<Said> said) throws SQLException {
        Set<Said> different = EnumSet.copyOf(said);
        if (different.contains(Said.PLAIN)) {
            different.remove(Said.REWORDED);
        }
        assertThat(database.rows("""
                                 SELECT latitude, coalesce(alarm, '') FROM telemetry.gps_position
                                 WHERE device_id = '%s'""".formatted(device))).as(device + " " + said)
                .containsExactlyInAnyOrderElementsOf(different.stream().map(SameInstantTest::row).toList());
        assertThat(alerts(device)).as(device + " " + said).containsExactlyElementsOf(
                different.stream().filter(each -> each == Said.PANIC || each == Said.CRASH)
                        .sorted(Comparator.comparing(Said::name))
                        .map(each -> "GPS-" + each + "|" + payload(each.words)).toList());
    }

    private static String row(Said said) {
        return (said == Said.PANIC ? "-6.29|" : "-6.24|")
                + (said == Said.PANIC || said == Said.CRASH ? said.name().toLowerCase(Locale.ROOT) : "");
    }

    /** Every alert ever opened, with the message that its evidence leads to. */
    private List<String> alerts(String device) throws SQLException {
        return database.rows("""
                             SELECT code, convert_from(payload, 'UTF8') FROM telemetry.alert
                             JOIN telemetry.alert_event USING (alert_id, code)
                             LEFT JOIN telemetry.alert_evidence USING (event_id)
                             LEFT JOIN telemetry.message USING (message_id)
                             WHERE alert.device_id = '%s' ORDER BY 1""".formatted(device));
    }

    private static List<String> everything() throws SQLException {
        return database.rows("""
                             SELECT device_id, observed_at::text, alarm, message_id FROM telemetry.gps_position
                             UNION ALL SELECT device_id, change, alert_event.code, event_id
                             FROM telemetry.alert_event JOIN telemetry.alert USING (alert_id)
                             UNION ALL SELECT device_id, topic, '', message_id FROM telemetry.message
                             UNION ALL SELECT '', topic, reason, quarantine_id FROM telemetry.quarantine
                             ORDER BY 1, 2, 3, 4""");
    }

    private static Commit lane() throws SQLException {
        return new LaneUnderTest(database, new SimpleMeterRegistry()).transaction(registry, new MessageIds(++writers));
    }

    private Parcel parcel(String device, String words) {
        return parcel(device, "telemetry", words);
    }

    private Parcel parcel(String device, String channel, String words) {
        Message message = Message.of("city/gps/" + device + "/" + channel,
                payload(words).getBytes(StandardCharsets.UTF_8), now);
        Route route = Routes.standard().match(message.topic(), null).orElseThrow();
        Decoded decoded = Decoders.named(route.format()).decode(message, route);
        return new Parcel(device, Kind.GPS, route.format(), message, (Decoded.Single) decoded, outcome -> {
        });
    }

    private String payload(String words) {
        return "{\"v\":1,\"ts\":" + now.toEpochMilli() + "," + words + "}";
    }
}
