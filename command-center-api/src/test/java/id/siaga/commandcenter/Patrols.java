package id.siaga.commandcenter;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.account.Role;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Units with crews on shift, incidents and positions, for tests; through the API where there is one. */
final class Patrols {
    static final double LAT = -6.3;
    static final double LNG = 107;
    private final Running system;
    private int count;

    Patrols(Running system) {
        this.system = system;
    }

    /** A request of somebody; what must not fail says so in the test's message. */
    HttpResponse<String> as(String token, String method, String path, String body)
            throws IOException, InterruptedException {
        return system.send(system.anonymous("/api/v1" + path).header("Authorization", "Bearer " + token)
                .method(method, BodyPublishers.ofString(body)));
    }

    JsonNode done(String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> reply = system.post("/api/v1" + path, body);
        if (reply.statusCode() >= 300) {
            throw new AssertionError(path + " " + reply.statusCode() + " " + reply.body());
        }
        return Running.json(reply);
    }

    JsonNode seen(String path) throws IOException, InterruptedException {
        return Running.json(system.get("/api/v1" + path));
    }

    /** Its base is at {@link #LAT}, {@link #LNG}. */
    long unit(String callSign, @Nullable String kecamatan, @Nullable String tracker)
            throws IOException, InterruptedException {
        return done("/units",
                """
                {"call_sign":"%s","kind":"URC","kecamatan_code":%s,"base_lat":%s,"base_lng":%s,"device_id":%s}"""
                        .formatted(callSign, quoted(kecamatan), LAT, LNG, quoted(tracker)))
                .path("id").longValue();
    }

    private static String quoted(@Nullable String text) {
        return text == null ? "null" : "\"" + text + "\"";
    }

    /** An officer of his own, on shift on the unit since an hour ago; his token. */
    String onShift(long unit) throws IOException, InterruptedException {
        return shift(unit, Instant.now().minusSeconds(3600), Duration.ofHours(8));
    }

    String shift(long unit, Instant from, Duration lasts) throws IOException, InterruptedException {
        String officer = officer();
        String user = "petugas" + count;
        long crew = done("/crews", "{\"name\":\"Regu %d\",\"members\":[{\"user\":\"%s\",\"lead\":true}]}"
                .formatted(count, user)).path("id").longValue();
        done("/shifts", "{\"crew_id\":%d,\"unit_id\":%d,\"starts_at\":\"%s\",\"ends_at\":\"%s\"}".formatted(crew, unit,
                from, from.plus(lasts)));
        Eventually.until("on duty", () -> !stateOf(unit).equals("LUAR_DINAS") || from.isAfter(Instant.now()));
        return officer;
    }

    /** An account that is only PETUGAS, named petugas1, petugas2, … */
    String officer() throws IOException, InterruptedException {
        count++;
        system.session(Role.PETUGAS);
        system.database().execute("""
                                  INSERT INTO command.account (user_name, password_hash, created_at)
                                  SELECT ?, password_hash, created_at FROM command.account WHERE user_name = 'admin'""",
                "petugas" + count);
        system.database().execute(
                """
                INSERT INTO command.role_grant (account_id, role, decree_type, decree_number, decree_date, valid_from,
                    valid_until, granted_by, granted_at)
                SELECT account_id, 'PETUGAS', 'WALI_KOTA', '821/1', '2026-01-02', created_at, 'infinity', 'admin', now()
                FROM command.account WHERE user_name = ?""", "petugas" + count);
        return Running.json(system.post("/api/v1/sessions",
                "{\"user\":\"petugas%d\",\"password\":\"%s\"}".formatted(count, system.password))).path("token")
                .asText();
    }

    /** 2,224 m north of the units' base. */
    long incident(String priority, String state, @Nullable String kecamatan) {
        return system.database().row("""
                                     INSERT INTO command.incident (number, title, category, priority, state, cause,
                                         caused_at, opened_at, updated_at, latitude, longitude, kecamatan_code,
                                         place_approximate, simulated)
                                     VALUES (gen_random_uuid(), 'Uji', 'TLN', ?, ?, gen_random_uuid(), now(), now(),
                                         now(), -6.28, 107, ?, false, false) RETURNING incident_id""", priority, state,
                kecamatan).orElseThrow().path("incident_id").longValue();
    }

    String stateOf(long unit) {
        return system.database().row("SELECT state FROM command.unit WHERE unit_id = ?", unit).orElseThrow()
                .path("state").asText();
    }

    String incidentState(long incident) {
        return system.database().row("SELECT state FROM command.incident WHERE incident_id = ?", incident)
                .orElseThrow().path("state").asText();
    }

    HttpResponse<String> assign(long incident, String more, long... units) throws IOException, InterruptedException {
        return system.post("/api/v1/incidents/" + incident + "/assignments",
                "{\"unit_ids\":%s%s}".formatted(java.util.Arrays.toString(units), more));
    }

    long assigned(long incident, long unit) throws IOException, InterruptedException {
        HttpResponse<String> reply = assign(incident, "", unit);
        if (reply.statusCode() != 201) {
            throw new AssertionError(reply.body());
        }
        return Running.json(reply).at("/items/0/id").longValue();
    }

    void tracker(String id) {
        system.database().execute(
                "INSERT INTO telemetry.device (device_id, kind, name, status) VALUES (?, 'gps', ?, 'active')", id, id);
    }

    /** As ingest stores it, so many metres north of base. */
    void seen(String tracker, Instant at, double northM, int flags) {
        system.database().execute(
                """
                INSERT INTO telemetry.gps_position (device_id, observed_at, received_at, time_source, flags, message_id,
                    latitude, longitude, accuracy_m) VALUES (?, ?, now(), 0, ?, 1, ?, ?, 5)""",
                tracker, at, flags, LAT + Math.toDegrees(northM / 6_371_008.8), LNG);
        system.database().execute(
                """
                INSERT INTO telemetry.device_state (device_id, presence, presence_since, last_received_at, flags, latest)
                VALUES (?, 'online', now(), clock_timestamp(), 0, '{}')
                ON CONFLICT (device_id) DO UPDATE SET last_received_at = clock_timestamp()""",
                tracker);
    }
}
