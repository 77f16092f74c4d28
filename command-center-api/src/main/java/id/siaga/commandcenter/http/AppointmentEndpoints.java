package id.siaga.commandcenter.http;

import id.siaga.commandcenter.account.Appointments;
import id.siaga.commandcenter.account.Grant;
import id.siaga.commandcenter.account.Offboardings;
import id.siaga.commandcenter.account.People;
import id.siaga.commandcenter.account.Role;
import id.siaga.commandcenter.account.Suspensions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Roles given and taken, suspensions, and leaving, over HTTP.
 *
 * @param kecamatan codes of the city's
 */
public record AppointmentEndpoints(People people, Appointments appointments, Suspensions suspensions,
        Offboardings offboardings, Set<String> kecamatan, Clock clock) {
    private static final long LONGEST_SUSPENSION = Duration.ofDays(366).toSeconds();
    private static final int REASON = 2000;

    /** What an appointment may rest on. */
    private enum Decrees {
        WALI_KOTA, KEPALA_SATPOL_PP, KEPALA_OPD
    }

    public Map<String, Endpoint> byOperation() {
        return Map.of("grants", this::history, "give_role", this::give, "revoke_role", this::revoke,
                "suspension_reasons", call -> Reply.items(suspensions.reasons()), "suspend", this::suspend,
                "lift_suspension", this::lift, "request_offboarding", this::leave, "complete_offboarding", this::left);
    }

    private Reply history(Call call) {
        people.found(call.path("user"));
        return Reply.items(appointments.history(call.path("user")));
    }

    private Reply give(Call call) {
        Fields fields = Fields.of(call.json(), Set.of("role", "kecamatan", "agency", "decree_type", "decree_number",
                "decree_date", "valid_from", "valid_until"));
        Role role = fields.choice("role", Role.class);
        Optional<String> where = fields.maybe("kecamatan", 20);
        fields.expect(where.isEmpty() || kecamatan.contains(where.get()), "kecamatan", "kode tidak dikenal (unknown)")
                .expect(role != Role.KORLAP || where.isPresent(), "kecamatan", "Korlap: tepat satu (exactly one)")
                .expect(role != Role.WALL, "role", "layar masuk lewat /device-pairings (screens come in by pairing)");
        Appointments.Wanted wanted = new Appointments.Wanted(new Grant(role, where, fields.maybe("agency", 200)),
                new Appointments.Decree(fields.choice("decree_type", Decrees.class).name(),
                        fields.required("decree_number", 200),
                        fields.needed("decree_date", fields.date("decree_date"), LocalDate.EPOCH).toString()),
                fields.instant("valid_from").orElseGet(clock::instant),
                fields.needed("valid_until", fields.until("valid_until"), Instant.EPOCH));
        Instant now = clock.instant();
        fields.expect(wanted.until().isAfter(wanted.from()) && wanted.until().isAfter(now), "valid_until",
                "sesudah mulai dan sekarang (after its start and now)").check();
        return Reply.created(appointments.give(call.path("user"), wanted, call.account()));
    }

    private static String reason(Call call) {
        return call.query("reason").filter(text -> text.length() <= REASON)
                .orElseThrow(() -> Problem.field("reason", "wajib (required)"));
    }

    private Reply revoke(Call call) {
        return Reply.ok(appointments.revoke(call.path("user"), call.id(), reason(call), call.account()));
    }

    private Reply suspend(Call call) {
        Fields fields = Fields.of(call.json(), Set.of("reason_code", "evidence", "duration_s"));
        Suspensions.Order order = new Suspensions.Order(fields.required("reason_code", 100),
                fields.required("evidence", REASON),
                Duration.ofSeconds(
                        fields.needed("duration_s", fields.whole("duration_s", 60, LONGEST_SUSPENSION), 0L)));
        fields.check();
        return Reply.created(suspensions.suspend(call.path("user"), order, call.account().user()));
    }

    private Reply lift(Call call) {
        return Reply.ok(suspensions.lift(call.path("user"), call.id(), reason(call), call.account().user()));
    }

    private Reply leave(Call call) {
        Fields fields = Fields.of(call.json(), Set.of("reason", "successor"));
        String reason = fields.required("reason", REASON);
        Optional<String> successor = fields.maybe("successor", 63);
        fields.check();
        offboardings.request(call.path("user"), reason, successor, call.account().user());
        return Reply.created(people.found(call.path("user")));
    }

    private Reply left(Call call) {
        people.found(call.path("user"));
        offboardings.complete(call.path("user"), call.account().user());
        return Reply.ok(people.found(call.path("user")));
    }
}
