package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Scope;
import id.siaga.commandcenter.sql.StoreFailure;
import id.siaga.commandcenter.unit.Crews;
import id.siaga.commandcenter.unit.Shifts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Crews and their shifts over HTTP. */
public record ShiftEndpoints(Crews crews, Shifts shifts, Duration longest, Clock clock) {
    private static final int MEMBERS = 20;
    private static final Duration WEEK = Duration.ofDays(7);

    private static final int WORDS = 2000;

    public Map<String, Endpoint> byOperation() {
        return Map.of("crews", this::crews, "crew", this::crew, "form_crew", this::form, "change_crew", this::change,
                "shifts", this::shifts, "enter_shift", this::enter, "cancel_shift", this::cancel);
    }

    private Reply crews(Call call) {
        Page page = Page.of(call);
        return page.reply(crews.crews(call.scope(), page.before(), page.probe()), "id");
    }

    private Reply crew(Call call) {
        return tagged(found(call));
    }

    private ObjectNode found(Call call) {
        return crews.crew(call.scope(), call.id()).orElseThrow(() -> Problem.missing("regu " + call.path("id")));
    }

    private static Reply tagged(ObjectNode crew) {
        return Reply.ok(crew).with("ETag", Tag.of(crew.path("version").longValue()));
    }

    private Reply form(Call call) {
        Crews.Spec spec = spec(call);
        try {
            return Reply.created(crews.form(spec));
        } catch (StoreFailure failure) {
            throw named(failure);
        }
    }

    private Reply change(Call call) {
        long seen = Tag.seen(call);
        ObjectNode known = found(call);
        Crews.Spec spec = spec(call);
        try {
            return tagged(crews.change(call.scope(), call.id(), seen, spec)
                    .orElseThrow(() -> Tag.changedMeanwhile(known.path("version").longValue())));
        } catch (StoreFailure failure) {
            throw named(failure);
        }
    }

    private static RuntimeException named(StoreFailure failure) {
        return failure.isDuplicate()
                ? new Problem(409, "crew-exists", "Sudah ada (exists)", "Regu lain memakai nama ini (name is taken)")
                : failure;
    }

    private Crews.Spec spec(Call call) {
        Fields body = Fields.of(call.json(), Set.of("name", "kecamatan_code", "members"));
        List<Crews.Member> members = body.each("members", MEMBERS, Set.of("user", "lead", "qualifications")).stream()
                .map(each -> new Crews.Member(each.required("user", 200), each.truth("lead"),
                        each.texts("qualifications", MEMBERS)))
                .toList();
        Crews.Spec spec = new Crews.Spec(body.required("name", 60),
                body.text("kecamatan_code", 20), members);
        if (members.stream().filter(Crews.Member::lead).count() != 1) {
            body.wrong("members", "tepat satu kepala regu (exactly one lead)");
        }
        if (!members.stream().map(Crews.Member::user).allMatch(new HashSet<>()::add)) {
            body.wrong("members", "orang yang sama dua kali (the same person twice)");
        }
        List<String> unfit = crews.unfit(members);
        if (!unfit.isEmpty()) {
            body.wrong("members", "bukan petugas (not appointed): " + String.join(", ", unfit));
        }
        body.check();
        requireCovered(call.scope(), spec.kecamatan());
        return spec;
    }

    private static void requireCovered(Scope scope, Optional<String> kecamatan) {
        if (!scope.covers(kecamatan)) {
            throw Problem.forbidden("Di luar kecamatan Anda (outside your kecamatan)");
        }
    }

    private Reply shifts(Call call) {
        Page page = Page.of(call);
        Instant from = call.instant("from").orElse(clock.instant().minus(WEEK));
        return page.reply(shifts.shifts(call.scope(), from, call.instant("to").orElse(from.plus(WEEK.multipliedBy(5))),
                page.before(), page.probe()), "id");
    }

    private Reply enter(Call call) {
        Fields body = Fields.of(call.json(), Set.of("crew_id", "unit_id", "starts_at", "ends_at", "short_rest_reason"));
        Shifts.Spec spec = new Shifts.Spec(body.id("crew_id"), body.id("unit_id"),
                body.needed("starts_at", body.instant("starts_at"), Instant.EPOCH),
                body.needed("ends_at", body.instant("ends_at"), Instant.EPOCH), body.text("short_rest_reason", WORDS));
        Duration length = Duration.between(spec.startsAt(), spec.endsAt());
        if (!length.isPositive() || length.compareTo(longest) > 0) {
            body.wrong("ends_at", "setelah starts_at, paling lama %d jam (after it, at most so many hours)"
                    .formatted(longest.toHours()));
        }
        body.check();
        return entered(call, spec);
    }

    private Reply entered(Call call, Shifts.Spec spec) {
        try {
            return switch (shifts.enter(call.scope(), spec, call.account().user())) {
                case Shifts.Entered.Done done -> Reply.created(done.shift());
                case Shifts.Entered.UnknownUnitOrCrew unknown ->
                    throw Problem.missing("satuan atau regu (unit or crew)");
                case Shifts.Entered.ShortRest tired -> throw new Problem(409, "short-rest",
                        "Kurang istirahat antar giliran (too little rest between shifts)",
                        tired.users() + "; beri short_rest_reason bila tetap perlu (if it must be)");
            };
        } catch (StoreFailure failure) {
            if (failure.isExcluded()) {
                throw new Problem(409, "shift-overlap", "Giliran bertumpuk (shifts overlap)",
                        "Orang atau satuan ini sudah bergiliran pada waktu itu (person or unit is on a shift then)");
            }
            throw failure;
        }
    }

    private Reply cancel(Call call) {
        return Reply.ok(shifts.cancel(call.scope(), call.id())
                .orElseThrow(() -> Problem.missing("giliran " + call.path("id"))));
    }
}
