package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Scope;
import id.siaga.commandcenter.device.MergePatch;
import id.siaga.commandcenter.dispatch.DispatchRoom;
import id.siaga.commandcenter.dispatch.UnitDesk;
import id.siaga.commandcenter.sql.StoreFailure;
import id.siaga.commandcenter.unit.Fix;
import id.siaga.commandcenter.unit.Spot;
import id.siaga.commandcenter.unit.UnitSpec;
import id.siaga.commandcenter.unit.UnitState;
import id.siaga.commandcenter.unit.Units;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Units over HTTP: what they are, what state they are in and where. */
public record UnitEndpoints(Units units, DispatchRoom room, Clock clock) {
    private static final String[] FIELDS = {"call_sign", "kind", "kecamatan_code", "shared", "base_lat", "base_lng",
            "device_id", "active"};
    private static final int HISTORY = 1000;
    private static final long AHEAD_S = 120;

    public Map<String, Endpoint> byOperation() {
        return Map.of("units", this::list, "unit", this::one, "register_unit", this::register, "change_unit",
                this::change, "unit_history", this::history, "unit_positions", this::positions,
                "override_unit", Refused.told(this::override), "report_positions", Refused.told(this::report));
    }

    private Reply list(Call call) {
        Page page = Page.of(call);
        return page.reply(units.units(call.scope(), new Units.Filter(call.oneOf("state", UnitState.class),
                call.word("kecamatan"), call.truth("active"), page.before(), page.probe())), "id");
    }

    private Reply one(Call call) {
        return tagged(found(call));
    }

    private ObjectNode found(Call call) {
        return units.unit(call.scope(), call.id()).orElseThrow(() -> Problem.missing("satuan " + call.path("id")));
    }

    private static Reply tagged(ObjectNode unit) {
        return Reply.ok(unit).with("ETag", Tag.of(unit.path("version").longValue()));
    }

    private Reply register(Call call) {
        ObjectNode described = Body.object().put("active", true);
        described.setAll((ObjectNode) call.json());
        UnitSpec spec = spec(call.scope(), described);
        return Reply.created(unique(() -> units.register(spec)));
    }

    private Reply change(Call call) {
        long seen = Tag.seen(call);
        ObjectNode known = found(call);
        ObjectNode described = MergePatch.merged(known.deepCopy().retain(FIELDS), (ObjectNode) call.json());
        UnitSpec spec = spec(call.scope(), described);
        return tagged(unique(() -> units.change(call.scope(), call.id(), seen, spec)
                .orElseThrow(() -> Tag.changedMeanwhile(known.path("version").longValue()))));
    }

    private static ObjectNode unique(Supplier<ObjectNode> write) {
        try {
            return write.get();
        } catch (StoreFailure failure) {
            if (failure.isDuplicate()) {
                throw new Problem(409, "unit-exists", "Sudah dipakai (already used)",
                        "Nama panggil atau pelacak ini milik satuan lain (call sign or tracker of another unit)");
            }
            throw failure;
        }
    }

    private UnitSpec spec(Scope scope, ObjectNode described) {
        Body body = Body.of(described, FIELDS);
        Optional<String> tracker = body.perhaps("device_id", name -> body.text(name, 129));
        Optional<Spot> base = body.has("base_lat") || body.has("base_lng")
                ? Optional.of(spot(body, "base_"))
                : Optional.empty();
        UnitSpec spec = new UnitSpec(body.text("call_sign", 60), body.text("kind", 60),
                body.perhaps("kecamatan_code", name -> body.text(name, 20)), body.truth("shared"), base, tracker,
                body.truth("active"));
        if (!units.isKind(spec.kind())) {
            body.refuse("kind", "jenis tidak dikenal (unknown kind)");
        }
        if (tracker.isPresent() && !units.isTracker(tracker.get())) {
            body.refuse("device_id", "bukan pelacak GPS yang aktif (not an active GPS tracker)");
        }
        body.done();
        if (!scope.covers(spec.kecamatan())) {
            throw Problem.forbidden("Di luar kecamatan Anda (outside your kecamatan)");
        }
        return spec;
    }

    private static Spot spot(Body body, String prefix) {
        return new Spot(body.number(prefix + "lat", -90, 90), body.number(prefix + "lng", -180, 180));
    }

    private Reply history(Call call) {
        found(call);
        return Reply.items(units.history(call.id(), HISTORY));
    }

    private Reply positions(Call call) {
        return Reply.items(room.positions(call.scope()));
    }

    private Reply override(Call call) {
        Body body = Body.of(call.json(), "state", "reason", "until");
        Optional<UnitState> state = body.one("state", UnitState::named);
        String reason = body.words("reason");
        Optional<Instant> until = body.perhaps("until", body::time);
        body.done();
        room.units().override(call.scope(), call.id(), new UnitDesk.Word(state.orElseThrow(), reason, until),
                call.account().user());
        return tagged(found(call));
    }

    private Reply report(Call call) {
        Body body = Body.of(call.json(), "positions");
        List<UnitDesk.Sighting> sightings = body
                .each("positions", room.policy().positionsPerRequest(), "observed_at", "lat", "lng", "accuracy_m")
                .stream().map(this::sighting).toList();
        body.done();
        int stored = room.units().report(DispatchEndpoints.asker(call), call.id(), sightings);
        return Reply.ok(Body.object().put("stored", stored));
    }

    private UnitDesk.Sighting sighting(Body each) {
        Instant at = each.time("observed_at");
        if (at.isAfter(clock.instant().plusSeconds(AHEAD_S))) {
            each.refuse("observed_at", "di masa depan (in the future)");
        }
        return new UnitDesk.Sighting(new Fix(at, spot(each, "")), each.number("accuracy_m", 0, 100_000));
    }
}
