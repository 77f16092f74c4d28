package id.siaga.commandcenter;

import id.siaga.commandcenter.account.Role;
import id.siaga.commandcenter.closure.photo.Scene;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;

/**
 * Half an hour of a shift in a town: units on duty, one at work, a closure that is held, a screen that waits.
 *
 * @param officer session of an officer whose unit is on scene
 * @param handled an incident whose closure is held
 * @param waiting an incident that no unit has been sent to
 */
record Shift(String officer, long handled, long waiting) {
    private static final String[] PLACE = {"Margahayu", "Bekasi Timur", "32.75.01"};

    static Shift begin(Town town) throws Exception {
        Running running = town.running;
        Patrols patrols = new Patrols(running);
        patrols.tracker("gps-regu-1");
        patrols.seen("gps-regu-1", Instant.now(), 0, 0);
        long ready = patrols.unit("Patroli Timur 1", PLACE[2], "gps-regu-1");
        long busy = patrols.unit("URC 2", null, null);
        patrols.unit("Dalmas 1", null, null);
        patrols.onShift(ready);
        String officer = patrols.onShift(busy);
        long handled = town.incident("TJL", "P2", "DIVERIFIKASI", "Bangunan liar di sempadan Kali Bekasi", PLACE,
                -6.2411, 107.0201, 38);
        long waiting = town.incident("TJL", "P3", "DIVERIFIKASI", "Reklame tanpa izin Jalan Kartini", PLACE, -6.2480,
                107.0150, 25);
        long assignment = patrols.assigned(handled, busy);
        for (String step : List.of("ACCEPTED", "EN_ROUTE", "ON_SCENE")) {
            done(patrols.as(officer, "POST", "/assignments/" + assignment + "/progress",
                    "{\"step\":\"%s\"}".formatted(step)));
        }
        done(patrols.as(officer, "POST", "/assignments/" + assignment + "/check-ins", "{}"));
        Eventually.until("the incident is at the scene too", () -> patrols.incidentState(handled).equals("DI_LOKASI"));
        held(town, handled);
        done(running.post("/api/v1/device-pairings", "{}"));
        escalated(running, waiting);
        return new Shift(officer, handled, waiting);
    }

    /** A Korlap was told and is waited for. */
    private static void escalated(Running running, long incident) {
        running.database()
                .execute("""
                         WITH raised AS (
                             INSERT INTO command.escalation (incident_id, step, raised_at, awaits_until)
                             VALUES (?, 'P3-DISPATCH', now() - interval '4 minutes', now() + interval '6 hours')
                             RETURNING escalation_id)
                         INSERT INTO command.escalation_notice (escalation_id, addressee, means, queued_at)
                         SELECT escalation_id, 'KORLAP', 'IN_APP', now() FROM raised""", incident);
    }

    /** Proposed with a photo from another part of the town. */
    private static void held(Town town, long incident) throws Exception {
        Officer korlap = new Officer(town.running, Role.KORLAP, PLACE[2]);
        done(korlap.patch(incident, "DITANGANI"));
        korlap.close(incident, korlap.photo(incident, Scene.of(7, 640, 480).jpeg(0.85f), Officer.Shot.here()));
    }

    private static void done(HttpResponse<String> reply) {
        if (reply.statusCode() >= 300) {
            throw new AssertionError(reply.statusCode() + " " + reply.body());
        }
    }
}
