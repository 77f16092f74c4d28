package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import id.siaga.commandcenter.account.Role;
import id.siaga.commandcenter.sql.Statements;
import id.siaga.commandcenter.stream.StreamLog;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jspecify.annotations.Nullable;

/** Who looks at the stream gets what they could also have asked for. */
@Timeout(60)
class StreamScopeTest {
    private static Running system;

    @BeforeAll
    static void start() throws Exception {
        system = new Running();
        system.login();
    }

    @AfterAll
    static void stop() throws Exception {
        system.close();
    }

    private static void tell(String type, int id, @Nullable String kecamatan) {
        system.database().transaction(connection -> {
            new StreamLog(system.database()).append(connection, type, JsonNodeFactory.instance.objectNode()
                    .put("id", id).put("kecamatan_code", kecamatan).put("category", "TKP").put("title", "rahasia"));
            return id;
        });
    }

    /** Alerts go to all who watch, so one of them marks the end of what was told. */
    private static List<String> heard(Feed feed) throws IOException {
        return feed.until("alert").stream().filter(event -> event.type().startsWith("incident"))
                .map(event -> event.type() + event.data().replaceAll(".*\"id\": ?(\\d+).*", " $1")).toList();
    }

    @Test
    void eachHearsOfTheirOwnKecamatanOnly() throws Exception {
        String korlap = system.session(Role.KORLAP, "32.75.01");
        try (Feed city = new Feed(system, system.token());
                Feed here = new Feed(system, korlap);
                Feed engineer = new Feed(system, system.session(Role.TEKNISI))) {
            city.until("heartbeat");
            here.until("heartbeat");
            engineer.until("heartbeat");
            tell("incident", 1, "32.75.01");
            tell("incident", 2, "32.75.02");
            tell("incident", 3, null);
            tell("alert", 9, null);
            assertThat(heard(city)).containsExactly("incident 1", "incident 2", "incident 3");
            assertThat(heard(here)).containsExactly("incident 1");
            assertThat(heard(engineer)).isEmpty();
        }
    }

    @Test
    void anIncidentThatMovesOutIsTakenAway() throws Exception {
        long id = system.database().row("""
                                        INSERT INTO command.incident (number, title, category, priority, state, cause,
                                            caused_at, opened_at, updated_at, kecamatan_code, place_approximate,
                                            simulated)
                                        VALUES (gen_random_uuid(), 'Uji', 'TLN', 'P3', 'BARU', gen_random_uuid(), now(),
                                            now(), now(), '32.75.03', false, false) RETURNING incident_id""")
                .orElseThrow().path("incident_id").longValue();
        try (Feed from = new Feed(system, system.session(Role.KORLAP, "32.75.03"));
                Feed to = new Feed(system, system.session(Role.KORLAP, "32.75.04"));
                Feed city = new Feed(system, system.token())) {
            from.until("heartbeat");
            to.until("heartbeat");
            city.until("heartbeat");
            system.database().transaction(connection -> {
                Statements.execute(connection,
                        "UPDATE command.incident SET kecamatan_code = '32.75.04' WHERE incident_id = ?", id);
                new StreamLog(system.database()).append(connection, "incident", Statements.only(connection,
                        "SELECT * FROM command.incident_json WHERE id = ?", id));
                return id;
            });
            tell("alert", 9, null);
            assertThat(heard(from)).containsExactly("incident_left " + id);
            assertThat(heard(to)).containsExactly("incident " + id);
            assertThat(heard(city)).containsExactly("incident " + id);
        }
    }

    private static void changed(String method, String path, long id, String body) throws Exception {
        String tag = system.get("/api/v1/incidents/" + id).headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> reply = system.send(system.request("/api/v1/incidents/" + id + path)
                .header("If-Match", tag).header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body)));
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    }

    @Test
    void whoItIsNoLongerSharedWithHearsNoMoreOfIt() throws Exception {
        tell("alert", 9, null);
        long before = system.database().row("SELECT coalesce(max(event_id), 0) AS last FROM command.stream_event")
                .orElseThrow().path("last").longValue();
        long id = system.city.incident("32.75.09");
        String neighbour = system.session(Role.OPERATOR, "32.75.10");
        try (Feed feed = new Feed(system, neighbour);
                Feed own = new Feed(system, system.session(Role.OPERATOR,
                        "32.75.09"))) {
            feed.until("heartbeat");
            own.until("heartbeat");
            changed("POST", "/shares", id, "{\"kecamatan_code\":\"32.75.10\",\"reason\":\"bersama\"}");
            tell("alert", 9, null);
            assertThat(heard(feed)).containsExactly("incident " + id);
            changed("DELETE", "/shares/32.75.10", id, "");
            changed("PATCH", "", id, "{\"note\":\"susulan\"}");
            changed("PATCH", "", id, "{\"priority\":\"P1\"}");
            tell("alert", 9, null);
            List<Feed.Event> after = feed.until("alert");
            assertThat(after.toString()).doesNotContain("susulan", "\"P1\"");
            assertThat(after.stream().map(Feed.Event::type).filter(type -> type.startsWith("incident")))
                    .containsExactly("incident_left");
            own.until("alert");
            assertThat(heard(own)).contains("incident " + id).doesNotContain("incident_left " + id);
        }
        try (Feed late = new Feed(system, neighbour, before)) {
            assertThat(heard(late)).as("what was told while it was shared").isEmpty();
            assertThat(heard(late)).containsExactly("incident_left " + id);
        }
    }

    @Test
    void aClosureIsToldToWhoTheIncidentIsSharedWith() throws Exception {
        long id = system.city.incident("32.75.06");
        system.database().execute("UPDATE command.incident SET shared_with = '{32.75.07}' WHERE incident_id = ?", id);
        try (Feed shared = new Feed(system, system.session(Role.OPERATOR, "32.75.07"));
                Feed stranger = new Feed(system, system.session(Role.OPERATOR, "32.75.08"))) {
            shared.until("heartbeat");
            stranger.until("heartbeat");
            system.database().transaction(connection -> {
                new StreamLog(system.database()).append(connection, "closure", JsonNodeFactory.instance.objectNode()
                        .put("id", 1).put("incident_id", id).put("kecamatan_code", "32.75.06"));
                return id;
            });
            tell("alert", 9, null);
            assertThat(shared.until("alert")).extracting(Feed.Event::type).contains("closure");
            assertThat(stranger.until("alert")).extracting(Feed.Event::type).doesNotContain("closure");
        }
    }

    @Test
    void aRoleTakenAwayEndsTheStreamAndANewScopeStartsItAnew() throws Exception {
        String token = system.session(Role.OPERATOR, "32.75.05");
        try (Feed feed = new Feed(system, token)) {
            feed.until("heartbeat");
            system.database().execute("UPDATE command.role_grant SET kecamatan_code = '32.75.06' "
                    + "WHERE kecamatan_code = '32.75.05'");
            feed.until("reset");
            system.database().execute("UPDATE command.role_grant SET revoked_at = now() "
                    + "WHERE kecamatan_code = '32.75.06'");
            feed.until("revoked");
            assertThat(feed.next()).isEqualTo(Feed.END);
        }
    }

    @Test
    void aResumedStreamPassesOverWhatIsNotForOne() throws Exception {
        String korlap = system.session(Role.KORLAP, "32.75.07");
        long before = system.database().row("SELECT coalesce(max(event_id), 0) AS last FROM command.stream_event")
                .orElseThrow()
                .path("last").longValue();
        for (int i = 0; i < 600; i++) {
            tell("incident", 1000 + i, "32.75.08");
        }
        tell("incident", 5000, "32.75.07");
        tell("alert", 9, null);
        try (Feed feed = new Feed(system, korlap, before)) {
            assertThat(heard(feed)).containsExactly("incident 5000");
        }
    }
}
