package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.Officer.Shot;
import id.siaga.commandcenter.account.Role;
import id.siaga.commandcenter.stream.StreamLog;
import java.time.Clock;
import id.siaga.commandcenter.closure.ClosureQueries;
import id.siaga.commandcenter.closure.photo.Exif;
import id.siaga.commandcenter.closure.photo.Scene;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A closure is believed when it is shown, and held when it is not. */
class ClosureTest {
    private static final AtomicLong SEED = new AtomicLong(1000);
    private static Running system;
    private static Officer officer;
    private static Officer korlap;
    private static Officer operator;

    @BeforeAll
    static void start() throws Exception {
        system = new Running();
        system.login();
        officer = new Officer(system, Role.PETUGAS, "32.75.01");
        korlap = new Officer(system, Role.KORLAP, "32.75.01");
        operator = new Officer(system, Role.OPERATOR, "32.75.01");
        onShift("petugas32.75.01");
    }

    /** On the one unit of the test, which may be at all of its incidents at once. */
    private static void onShift(String user) {
        system.database().execute("DROP INDEX IF EXISTS command.one_incident_per_unit");
        system.database().execute("""
                                  INSERT INTO command.unit (call_sign, kind) VALUES ('URC 1', 'URC')
                                  ON CONFLICT DO NOTHING""");
        system.database().execute("INSERT INTO command.crew (name) VALUES ('Regu 1') ON CONFLICT DO NOTHING");
        system.database().execute("""
                                  INSERT INTO command.shift (crew_id, unit_id, starts_at, ends_at, entered_by)
                                  SELECT crew_id, unit_id, now() - interval '1 hour', now() + interval '8 hours', 'uji'
                                  FROM command.crew, command.unit ON CONFLICT DO NOTHING""");
        system.database().execute("""
                                  INSERT INTO command.shift_member
                                  SELECT shift_id, account_id, starts_at, ends_at, false, '{}'
                                  FROM command.shift, command.account WHERE user_name = ?""", user);
    }

    @AfterAll
    static void stop() throws Exception {
        system.close();
    }

    /** The tests' officers are the same people, who were elsewhere a moment ago. */
    @BeforeEach
    void unhurried() {
        system.database().execute("UPDATE command.incident_photo SET captured_at = captured_at - interval '2 days'");
        system.database().execute("UPDATE command.closure_requirement SET least_s = 0");
    }

    /** One that the unit was sent to. */
    private static long incident(String category) {
        long incident = unmanned(category);
        system.database().execute("""
                                  INSERT INTO command.assignment (incident_id, unit_id, assigned_at, assigned_by)
                                  SELECT ?, unit_id, now(), 'uji' FROM command.unit""", incident);
        return incident;
    }

    private static long unmanned(String category) {
        return system.database().row("""
                                     INSERT INTO command.incident (number, title, category, priority, state, cause,
                                         caused_at, opened_at, updated_at, kecamatan_code, latitude, longitude,
                                         place_approximate, simulated)
                                     VALUES (gen_random_uuid(), 'Uji', ?, 'P3', 'DITANGANI', gen_random_uuid(),
                                         now() - interval '2 days', now() - interval '2 days', now(), '32.75.01', ?, ?,
                                         false, false) RETURNING incident_id""", category, Officer.LATITUDE,
                Officer.LONGITUDE).orElseThrow().path("incident_id").longValue();
    }

    private static byte[] picture() {
        return Scene.of(SEED.incrementAndGet(), 640, 480).jpeg(0.85f);
    }

    private static List<String> kinds(JsonNode closure) {
        return closure.path("doubts").findValuesAsText("kind");
    }

    private static String state(long incident) throws Exception {
        return Running.json(officer.get("/incidents/" + incident)).path("state").asText();
    }

    @Test
    void aPhotoOfThereAndThenEndsTheIncident() throws Exception {
        long incident = incident("TJL");
        long photo = officer.photo(incident, picture(), Shot.here());
        JsonNode closure = officer.close(incident, photo);
        assertThat(closure.path("doubts")).isEmpty();
        assertThat(closure.path("state").asText()).isEqualTo("ACCEPTED");
        assertThat(state(incident)).isEqualTo("SELESAI");
        assertThat(officer.get("/incidents/" + incident + "/timeline").body()).contains("Dibubarkan", "SELESAI");
        assertThat(system.database().row("""
                                         SELECT data::text AS data FROM command.stream_event
                                         WHERE type = 'closure' AND data ->> 'incident_id' = ?""",
                String.valueOf(incident)).orElseThrow().path("data").asText()).contains("ACCEPTED", "32.75.01")
                .doesNotContain("Dibubarkan", "petugas");
    }

    @Test
    void whatIsTakenElsewhereOrAtAnotherTimeIsHeld() throws Exception {
        long incident = incident("TJL");
        Instant now = Instant.now();
        long far = officer.photo(incident, picture(), Shot.north(400));
        long near = officer.photo(incident, picture(), Shot.north(155));
        long vague = officer.photo(incident, picture(), Shot.here().within(900));
        long old = officer.photo(incident, picture(), Shot.here().taken(now.minusSeconds(86_400)));
        JsonNode closure = officer.close(incident, far, near, vague, old);
        assertThat(kinds(closure)).containsExactly("PHOTO_ELSEWHERE", "PLACE_UNSURE", "PHOTO_TOO_OLD");
        assertThat(closure.path("doubts").path(0).path("text").asText()).startsWith("Foto " + far + ": 400 m");
        assertThat(closure.path("state").asText()).isEqualTo("HELD");
        assertThat(state(incident)).isEqualTo("DITANGANI");
    }

    @Test
    void theCamerasOwnNotesCanContradict() throws Exception {
        long incident = incident("TJL");
        byte[] redated = Exif.into(picture(), 1, "2025:01:02 08:00:00", -6.9, 107.6);
        assertThat(kinds(officer.close(incident, officer.photo(incident, redated, Shot.here()))))
                .containsExactly("CAMERA_TIME", "CAMERA_PLACE");
    }

    @Test
    void aNonceIsForOnePhotoOfOneIncidentByOnePerson() throws Exception {
        long incident = incident("TJL");
        byte[] picture = picture();
        String nonce = officer.nonce(incident);
        HttpResponse<String> first = officer.upload(incident, nonce, picture, Shot.here());
        HttpResponse<String> again = officer.upload(incident, nonce, picture, Shot.here());
        assertThat(Running.json(again)).isEqualTo(Running.json(first));
        assertThat(officer.upload(incident, nonce, picture(), Shot.here()).statusCode()).isEqualTo(409);
        assertThat(officer.upload(incident("TJL"), officer.nonce(incident), picture, Shot.here()).statusCode())
                .isEqualTo(409);
        assertThat(korlap.upload(incident, officer.nonce(incident), picture, Shot.here()).body())
                .contains("nonce-refused");
    }

    @Test
    void whatIsSignedBelongsTogether() throws Exception {
        long incident = incident("TJL");
        String nonce = officer.nonce(incident);
        byte[] picture = picture();
        String capture = "{\"nonce\":\"%s\",\"captured_at\":\"%s\",\"latitude\":-6.2,\"longitude\":106.9,\"accuracy_m\":5}"
                .formatted(nonce, Instant.now());
        String signature = Officer.signature(nonce, capture, picture);
        assertThat(officer.upload(incident, capture, signature, picture()).statusCode()).isEqualTo(400);
        assertThat(officer.upload(incident, capture.replace("-6.2", "-6.3"), signature, picture).body())
                .contains("X-Capture-Signature");
        assertThat(officer.upload(incident, "{}", signature, picture).body()).contains("nonce", "captured_at",
                "latitude", "accuracy_m");
        assertThat(officer.upload(incident, capture, signature, picture).statusCode()).isEqualTo(201);
    }

    @Test
    void oneUploadOfTwoAtOnceUsesTheNonce() throws Exception {
        long incident = incident("TJL");
        String nonce = officer.nonce(incident);
        List<byte[]> pictures = List.of(picture(), picture(), picture(), picture());
        List<Callable<Integer>> uploads = pictures.stream().map(picture -> (Callable<Integer>) () -> officer
                .upload(incident, nonce, picture, Shot.here()).statusCode()).toList();
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Integer> codes = threads.invokeAll(uploads).stream().map(each -> each.resultNow()).sorted().toList();
            assertThat(codes).containsExactly(201, 409, 409, 409);
        }
    }

    @Test
    void unusedNoncesAreBounded() throws Exception {
        Officer another = new Officer(system, Role.OPERATOR, "32.75.01", "32.75.02");
        long incident = incident("TJL");
        for (int i = 0; i < 10; i++) {
            assertThat(another.nonce(incident)).hasSize(43);
        }
        assertThat(another.post("/incidents/" + incident + "/closure-nonces", "").statusCode()).isEqualTo(429);
        system.database().execute("UPDATE command.capture_nonce SET expires_at = now() WHERE incident_id = ?",
                incident);
        assertThat(another.nonce(incident)).hasSize(43);
    }

    @Test
    void aPhotoUploadedAfterItsNoncesEndIsDoubtedAndAfterADayRefused() throws Exception {
        long incident = incident("TJL");
        String late = officer.nonce(incident);
        String tooLate = officer.nonce(incident);
        Instant then = Instant.now().minusSeconds(7_000);
        shift(late, 7_200);
        shift(tooLate, 90_000);
        long photo = Running.json(officer.upload(incident, late, picture(), Shot.here().taken(then))).path("id")
                .longValue();
        assertThat(officer.upload(incident, tooLate, picture(), Shot.here().taken(then)).statusCode()).isEqualTo(409);
        assertThat(kinds(officer.close(incident, photo))).containsExactly("UPLOADED_LATE");
    }

    private static void shift(String nonce, int seconds) {
        system.database().execute("""
                                  UPDATE command.capture_nonce SET issued_at = issued_at - ? * interval '1 second',
                                      expires_at = expires_at - ? * interval '1 second'
                                  WHERE nonce_sha256 = sha256(convert_to(?, 'UTF8'))""", seconds, seconds, nonce);
    }

    @Test
    void aPhotoOfAnEarlierClosureIsHeldWithItsNumber() throws Exception {
        long first = incident("TJL");
        Scene scene = Scene.of(SEED.incrementAndGet(), 640, 480);
        JsonNode earlier = officer.close(first, officer.photo(first, scene.jpeg(0.9f), Shot.here()));
        long second = incident("TJL");
        long same = officer.photo(second, scene.jpeg(0.9f), Shot.here());
        long recoded = officer.photo(second, scene.jpeg(0.4f), Shot.here());
        JsonNode held = officer.close(second, same, recoded);
        assertThat(kinds(held)).containsExactly("SAME_AS_EARLIER", "LIKE_EARLIER");
        assertThat(held.path("doubts").path(0).path("text").asText())
                .contains("penutupan #" + earlier.path("id").asText());
        assertThat(officer.get(held.path("doubts").path(0).path("link").asText().substring(7)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void theReportsOwnPhotoIsNoProof() throws Exception {
        long incident = incident("TJL");
        Scene scene = Scene.of(SEED.incrementAndGet(), 640, 480);
        assertThat(operator.source(incident, scene.jpeg(0.9f)).statusCode()).isEqualTo(201);
        assertThat(operator.source(incident, scene.jpeg(0.9f)).statusCode()).isEqualTo(201);
        assertThat(Running.json(officer.get("/incidents/" + incident + "/photos")).path("items")).hasSize(1);
        assertThat(kinds(officer.close(incident, officer.photo(incident, scene.jpeg(0.5f), Shot.here()))))
                .containsExactly("LIKE_SOURCE");
    }

    @Test
    void nobodyIsInTwoPlacesAndTooSoonIsTooSoon() throws Exception {
        Officer hurried = new Officer(system, Role.PETUGAS, "32.75.01", "32.75.03");
        onShift("petugas32.75.0132.75.03");
        long there = incident("TJL");
        hurried.close(there, hurried.photo(there, picture(), Shot.here()));
        long away = incident("TJL");
        system.database().execute("UPDATE command.incident SET latitude = latitude + 0.1 WHERE incident_id = ?", away);
        assertThat(kinds(hurried.close(away, hurried.photo(away, picture(), Shot.north(11_119)))))
                .containsExactly("TOO_FAST");
        system.database().execute("UPDATE command.closure_requirement SET least_s = 180000");
        long quick = incident("TJL");
        assertThat(kinds(officer.close(quick, officer.photo(quick, picture(), Shot.here()))))
                .containsExactly("TOO_FAST");
    }

    @Test
    void aHeldClosureIsReviewedBySomebodyElse() throws Exception {
        long incident = incident("TJL");
        Officer kepala = new Officer(system, Role.KEPALA_SATPOL_PP);
        JsonNode held = korlap.close(incident);
        assertThat(kinds(held)).containsExactly("PHOTO_MISSING");
        long id = held.path("id").longValue();
        assertThat(Running.json(korlap.get("/closures?state=HELD")).path("items").findValuesAsText("id"))
                .contains(String.valueOf(id));
        assertThat(korlap.closeReply(incident).body()).contains("closure-held");
        assertThat(kepala.patch(incident, "SELESAI").body()).contains("/problems/guarded", "#" + id);
        assertThat(korlap.review(id, "ACCEPT").statusCode()).as("their own").isEqualTo(403);
        assertThat(kepala.review(id, "REFUSE").statusCode()).isEqualTo(200);
        assertThat(kepala.review(id, "ACCEPT").body()).contains("closure-reviewed");
        assertThat(state(incident)).isEqualTo("DITANGANI");
        long again = korlap.close(incident).path("id").longValue();
        assertThat(Running.json(kepala.review(again, "ACCEPT")).path("state").asText()).isEqualTo("REVIEWED");
        assertThat(state(incident)).isEqualTo("SELESAI");
        assertThat(officer.get("/incidents/" + incident + "/timeline").body()).contains("ditahan", "ditolak",
                "diterima setelah diperiksa", "Dilihat di lokasi");
    }

    @Test
    void whatOnlyAClosureEndsIsNotEndedByHand() throws Exception {
        Officer kepala = new Officer(system, Role.KEPALA_SATPOL_PP);
        long incident = incident("TJL");
        kepala.post("/incidents/" + incident + "/checklist/waivers", "{\"reason\":\"uji\"}");
        assertThat(kepala.patch(incident, "SELESAI").body()).contains("/problems/guarded", "/closure");
        assertThat(kepala.patch(incident("TLN"), "SELESAI").statusCode()).isEqualTo(200);
    }

    @Test
    void anIncidentNotBeingHandledIsNotOver() throws Exception {
        long incident = incident("TJL");
        system.database().execute("UPDATE command.incident SET state = 'DI_LOKASI' WHERE incident_id = ?", incident);
        assertThat(officer.closeReply(incident).body()).contains("illegal-transition", "DI_LOKASI");
        system.database().execute("UPDATE command.incident SET state = 'SELESAI' WHERE incident_id = ?", incident);
        assertThat(officer.post("/incidents/" + incident + "/closure-nonces", "").statusCode()).isEqualTo(409);
    }

    @Test
    void anOfficerShowsTheEndOnlyOfWhatHeWasSentTo() throws Exception {
        long incident = unmanned("TLN");
        assertThat(officer.closeReply(incident).statusCode()).as("nobody was sent").isEqualTo(403);
        assertThat(officer.post("/incidents/" + incident + "/closure-nonces", "").statusCode()).isEqualTo(403);
        assertThat(korlap.nonce(incident)).as("the desk may").hasSize(43);
        long sent = incident("TLN");
        Officer idle = new Officer(system, Role.PETUGAS);
        assertThat(idle.closeReply(sent).statusCode()).as("not on that unit").isEqualTo(403);
        assertThat(officer.nonce(sent)).hasSize(43);
        system.database().execute("UPDATE command.assignment SET cleared_at = now() WHERE incident_id = ?", sent);
        assertThat(officer.closeReply(sent).statusCode()).as("his unit was withdrawn").isEqualTo(403);
        assertThat(korlap.closeReply(sent).statusCode()).isEqualTo(201);
    }

    @Test
    void theSameKeyIsTheSameClosure() throws Exception {
        long incident = incident("TLN");
        String body = "{\"result\":\"Selesai\",\"note\":\"Aman\"}";
        HttpResponse<String> first = officer.post("/incidents/" + incident + "/closure", body, "Idempotency-Key",
                "kunci-" + incident);
        HttpResponse<String> again = officer.post("/incidents/" + incident + "/closure", body, "Idempotency-Key",
                "kunci-" + incident);
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(officer.post("/incidents/" + incident("TLN") + "/closure", body, "Idempotency-Key",
                "kunci-" + incident).statusCode()).isEqualTo(422);
    }

    @Test
    void elsewhereNothingOfItIsThere() throws Exception {
        long incident = incident("TJL");
        long photo = officer.photo(incident, picture(), Shot.here());
        long id = officer.close(incident).path("id").longValue();
        Officer stranger = new Officer(system, Role.KORLAP, "32.75.02");
        for (String path : new String[]{"/closures/" + id, "/incidents/%d/photos".formatted(incident),
                "/incidents/%d/photos/%d/original".formatted(incident, photo),
                "/incidents/%d/photos/%d/public".formatted(incident, photo)}) {
            assertThat(stranger.get(path).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(stranger.review(id, "ACCEPT").statusCode()).isEqualTo(404);
        assertThat(stranger.closeReply(incident).statusCode()).isEqualTo(404);
        assertThat(stranger.post("/incidents/" + incident + "/closure-nonces", "").statusCode()).isEqualTo(404);
        assertThat(Running.json(stranger.get("/closures")).path("items")).isEmpty();
    }

    @Test
    void theOriginalIsKeptAndTheOthersSayNothingOfPeople() throws Exception {
        long incident = incident("TJL");
        byte[] told = Exif.into(picture(), 6, "2026:11:21 19:00:00", Officer.LATITUDE, Officer.LONGITUDE);
        long photo = officer.photo(incident, told, Shot.here());
        String path = "/incidents/%d/photos/%d/".formatted(incident, photo);
        assertThat(korlap.bytes(path + "original").body()).isEqualTo(told);
        assertThat(officer.bytes(path + "original").statusCode()).isEqualTo(403);
        for (String copy : new String[]{"public", "thumbnail"}) {
            assertThat(new String(officer.bytes(path + copy).body(), StandardCharsets.ISO_8859_1))
                    .startsWith("\u00ff\u00d8\u00ff").doesNotContain(Exif.SECRET, "Exif");
        }
        JsonNode held = officer.close(incident, photo);
        String number = held.path("number").asText();
        ClosureQueries queries = new ClosureQueries(system.database());
        assertThat(queries.publicPhotos(number)).as("held").isEmpty();
        assertThat(korlap.review(held.path("id").longValue(), "ACCEPT").statusCode()).isEqualTo(200);
        assertThat(queries.publicPhotos(number)).singleElement().satisfies(shown -> {
            assertThat(shown.fieldNames()).toIterable().doesNotContain("added_by", "latitude", "longitude", "camera");
            assertThat(shown.path("captured_at").asText()).endsWith(":00Z");
        });
    }

    @Test
    void oldPhotosGoTheirHashesStayAndAHoldKeepsThem() throws Exception {
        long incident = incident("TJL");
        long photo = officer.photo(incident, picture(), Shot.here());
        officer.close(incident, photo);
        system.database()
                .execute("""
                         UPDATE command.incident SET state = 'DITUTUP', finished_at = now() - interval '6 years'
                         WHERE incident_id = ?""", incident);
        system.database().execute("""
                                  INSERT INTO telemetry.legal_hold (reason, placed_by, from_at, to_at)
                                  VALUES ('perkara', 'siti', now() - interval '1 day', now() + interval '1 day')""");
        ClosureDesk desk = ClosureDesk.open(system.database(), IncidentLife.moves(
                new StreamLog(system.database()), Clock.systemUTC()), List.of(), Settings.shipped().closure());
        desk.forget();
        assertThat(officer.bytes("/incidents/%d/photos/%d/public".formatted(incident, photo)).statusCode())
                .isEqualTo(200);
        system.database().execute("UPDATE telemetry.legal_hold SET released_by = 'siti', released_at = now()");
        desk.forget();
        assertThat(officer.bytes("/incidents/%d/photos/%d/public".formatted(incident, photo)).statusCode())
                .isEqualTo(404);
        assertThat(system.database().row("SELECT rows FROM telemetry.retention_run WHERE class = 'incident_photo'")
                .orElseThrow().path("rows").asLong()).isEqualTo(1);
        assertThat(Running.json(officer.get("/incidents/" + incident + "/photos")).path("items").path(0).path("phash")
                .asText()).hasSize(16);
    }
}
