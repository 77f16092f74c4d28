package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.account.Role;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The queue with 100,000 incidents stored, a thousand of them open. */
class IncidentQueueTest {
    private static final int STORED = 100_000;
    private static Running system;
    private static String korlap = "";

    @BeforeAll
    static void start() throws SQLException, IOException, InterruptedException {
        system = new Running();
        system.login();
        korlap = system.session(Role.KORLAP, "32.75.12");
        system.database().execute(
                """
                INSERT INTO command.incident (number, title, category, priority, state, cause, caused_at, opened_at,
                    updated_at, kecamatan_code, kecamatan, kelurahan_code, kelurahan, place_approximate, simulated,
                    source, overdue)
                SELECT format('%s-%s-%s', category, to_char(at, 'YYYYMMDD'), lpad(n::text, 6, '0')),
                    (ARRAY['Siaga 3 P2C Pondok Gede Permai', 'Lapak di trotoar', 'Parkir liar', 'Tombol panik'])[1 + n % 4]
                        || ' ' || n, category, 'P' || 1 + n % 4,
                    CASE WHEN n % 100 = 0 THEN (ARRAY['BARU', 'DIVERIFIKASI', 'DITUGASKAN', 'DITANGANI'])[1 + (n / 100) % 4]
                         ELSE (ARRAY['DITUTUP', 'SELESAI', 'DITOLAK', 'DUPLIKAT'])[1 + n % 4] END,
                    'load:' || n, at, at, at, '32.75.' || lpad((1 + n % 12)::text, 2, '0'), CASE n % 12 WHEN 4 THEN 'Jatiasih' ELSE 'Kecamatan ' || n % 12 END,
                    '32.75.01.1001', 'Uji', false, false,
                    (ARRAY['DEVICE', 'PATROL', 'COMPLAINT', 'LAPOR', 'CALL_CENTER'])[1 + n % 5],
                    n % 300 = 0
                FROM (SELECT n, now() - make_interval(mins => %d - n) AS at,
                          (ARRAY['TBN', 'TJL', 'TPK', 'TKP', 'TSG', 'TLK'])[1 + n % 6] AS category
                      FROM generate_series(1, %d) n) made"""
                        .replace("%d", Integer.toString(STORED)));
        try (Connection connection = system.scratch.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("VACUUM ANALYZE command.incident");
        }
    }

    @AfterAll
    static void stop() throws SQLException, TimeoutException {
        system.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sort=urgent", "sort=urgent&open=true", "open=true", "overdue=true&sort=urgent",
            "state=DITOLAK", "state=BARU&priority=P1", "priority=P1&category=TKP&source=LAPOR",
            "source=LAPOR&open=true",
            "kecamatan=32.75.07&category=TBN", "kecamatan=Jatiasih&state=DITANGANI", "q=TBN-20261", "q=lapak",
            "q=panik%20099", "q=tidak%20ada", "state=DITUTUP&open=true", "state=DITUTUP&open=false",
            "korlap&sort=urgent", "korlap&state=SELESAI",
            "korlap&q=siaga", "q=lapak&open=true", "q=TBN&category=TKP", "korlap&q=lapak",
            "sort=urgent&q=lapak&open=false"})
    void everyPageHasWhatWasAskedFor(String query) throws IOException, InterruptedException {
        HttpResponse<String> reply = asked(query);
        assertThat(reply.statusCode()).isEqualTo(200);
        JsonNode items = Running.json(reply).path("items");
        assertThat(items.isArray()).isTrue();
        for (String filter : query.split("&")) {
            String name = filter.split("=")[0];
            if (Set.of("state", "priority", "category", "source").contains(name)) {
                assertThat(items.findValuesAsText(name)).allMatch(filter.split("=")[1]::equals);
            }
        }
    }

    private static HttpResponse<String> asked(String query) throws IOException, InterruptedException {
        boolean scoped = query.startsWith("korlap");
        HttpRequest.Builder request = system.anonymous("/api/v1/incidents?" + query.replaceFirst("korlap&?", ""))
                .header("Authorization", "Bearer " + (scoped ? korlap : system.token()));
        return system.send(request);
    }

    @Test
    void mostUrgentFirstWithoutRepeatsOrGaps() throws IOException, InterruptedException {
        List<String> order = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        String cursor = "";
        do {
            JsonNode page = Running.json(system.get("/api/v1/incidents?sort=urgent&open=true&limit=170" + cursor));
            for (JsonNode incident : page.path("items")) {
                assertThat(seen.add(incident.path("id").asLong())).isTrue();
                order.add("%d %09d".formatted(incident.path("urgency").asInt(), incident.path("id").asLong()));
            }
            cursor = page.path("next_cursor").isNull() ? "" : "&cursor=" + page.path("next_cursor").asText();
        } while (!cursor.isEmpty());
        assertThat(order).hasSize(STORED / 100).isSorted();
    }

    /** Those near the beginning of the list are found in another way than the rest; together they are all, once. */
    @ParameterizedTest
    @ValueSource(strings = {"korlap&q=panik", "q=panik&priority=P4&sort=urgent", "q=DITANGANI"})
    void whatWasSearchedForHasNoRepeatsOrGapsEither(String query) throws IOException, InterruptedException {
        Set<Long> seen = new HashSet<>();
        String cursor = "";
        do {
            JsonNode page = Running.json(asked(query + "&limit=1000" + cursor));
            page.path("items").forEach(each -> assertThat(seen.add(each.path("id").asLong())).isTrue());
            cursor = page.path("next_cursor").isNull() ? "" : "&cursor=" + page.path("next_cursor").asText();
        } while (!cursor.isEmpty());
        String counted = """
                         SELECT count(*) AS count FROM command.incident
                         WHERE title ILIKE ? AND (kecamatan_code = '32.75.12' OR NOT ?) AND (priority = 'P4' OR NOT ?)""";
        String word = query.replaceAll(".*q=(\\w+).*", "%$1%");
        assertThat(seen).hasSize(system.database().row(counted, word, query.startsWith("korlap"), query.contains("P4"))
                .orElseThrow().path("count").intValue());
    }

    @Test
    void anOldFloodStaysAboveNewerPanics() throws IOException, InterruptedException {
        JsonNode first = Running.json(system.get("/api/v1/incidents?sort=urgent&open=true&limit=1")).path("items")
                .get(0);
        JsonNode newest = Running.json(system.get("/api/v1/incidents?open=true&limit=1")).path("items").get(0);
        assertThat(first.path("urgency").asInt()).isLessThanOrEqualTo(2);
        assertThat(first.path("id").asLong()).isLessThan(newest.path("id").asLong());
    }

    @Test
    void whatIsWrittenOnItFindsIt() throws IOException, InterruptedException {
        String number = Running.json(asked("limit=1")).path("items").get(0).path("number").asText();
        assertThat(Running.json(asked("q=" + number)).path("items")).singleElement()
                .extracting(each -> each.path("number").asText()).isEqualTo(number);
        assertThat(Running.json(asked("q=%27%3A*%26%7C!(lapak")).path("items")).isNotEmpty()
                .allMatch(each -> each.path("title").asText().contains("Lapak"));
        assertThat(asked("q=%21%21").statusCode()).as("no word").isEqualTo(400);
        assertThat(asked("sort=urgent&cursor=MTIz").statusCode()).isEqualTo(400);
    }
}
