package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Scope;
import id.siaga.commandcenter.device.MergePatch;
import id.siaga.commandcenter.dispatch.DispatchRoom;
import id.siaga.commandcenter.dispatch.UnitDesk;
import id.siaga.commandcenter.place.Places;
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
import java.util.Set;
import java.util.function.Supplier;

/** Units over HTTP: what they are, what state they are in and where. */
public record UnitEndpoints(Units units, DispatchRoom room, Places places, Clock clock) {
    private static final String[] FIELDS = {"call_sign", "kind", "kecamatan_code", "shared", "base_lat", "base_lng",
            "device_id", "active"};
    private static final int HISTORY = 1000;
    private static final long AHEAD_S = 120;

    private static final int WORDS = 2000;

    public Map<String, Endpoint> byOperation() {
        return Map.of("units", this::list, "unit", this::one, "register_unit", this::register, "change_unit",
                this::change, "unit_history", this::history, "unit_positions", this::positions,
                "override_unit", Refused.told(this::override), "report_positions", Refused.told(this::report));
    }

    private Reply list(Call call) {
        Page page = Page.of(call);
        return page.reply(units.units(call.scope(), new Units.Filter(call.oneOf("state", UnitState.class),
                call.known("kecamatan", code -> places.kecamatan(code).isPresent()), call.truth("active"),
                page.before(), page.probe())), "id");
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
        ObjectNode described = JsonNodeFactory.instance.objectNode().put("active", true);
        described.setAll(call.object());
        UnitSpec spec = spec(call.scope(), described);
        return Reply.created(unique(() -> units.register(spec)));
    }

    private Reply change(Call call) {
        long seen = Tag.seen(call);
        ObjectNode known = found(call);
        ObjectNode described = MergePatch.merged(known.deepCopy().retain(FIELDS), call.object());
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
        Fields body = Fields.of(described, Set.of(FIELDS));
        Optional<String> tracker = body.text("device_id", 129);
        Optional<Spot> base = body.has("base_lat") || body.has("base_lng")
                ? Optional.of(spot(body, "base_"))
                : Optional.empty();
        UnitSpec spec = new UnitSpec(body.required("call_sign", 60), body.required("kind", 60),
                body.text("kecamatan_code", 20), body.truth("shared"), base, tracker,
                body.truth("active"));
        if (!units.isKind(spec.kind())) {
            body.wrong("kind", "jenis tidak dikenal (unknown kind)");
        }
        if (tracker.isPresent() && !units.isTracker(tracker.get())) {
            body.wrong("device_id", "bukan pelacak GPS yang aktif (not an active GPS tracker)");
        }
        body.check();
        if (!scope.covers(spec.kecamatan())) {
            throw Problem.forbidden("Di luar kecamatan Anda (outside your kecamatan)");
        }
        return spec;
    }

    private static Spot spot(Fields body, String prefix) {
        return new Spot(degrees(body, prefix + "lat", 90), degrees(body, prefix + "lng", 180));
    }

    private static double degrees(Fields body, String name, double most) {
        return body.needed(name, body.number(name, -most, most), 0.0);
    }

    private Reply history(Call call) {
        found(call);
        return Reply.items(units.history(call.id(), HISTORY));
    }

    private Reply positions(Call call) {
        return Reply.items(room.positions(call.scope()));
    }

    private Reply override(Call call) {
        Fields body = Fields.of(call.json(), Set.of("state", "reason", "until"));
        UnitState state = body.needed("state", body.word("state", UnitState::named), UnitState.values()[0]);
        String reason = body.required("reason", WORDS);
        Optional<Instant> until = body.instant("until");
        body.check();
        room.units().override(call.scope(), call.id(), new UnitDesk.Word(state, reason, until),
                call.account().user());
        return tagged(found(call));
    }

    private Reply report(Call call) {
        Fields body = Fields.of(call.json(), Set.of("positions"));
        List<UnitDesk.Sighting> sightings = body
                .each("positions", room.policy().positionsPerRequest(),
                        Set.of("observed_at", "lat", "lng", "accuracy_m"))
                .stream().map(this::sighting).toList();
        body.check();
        int stored = room.units().report(DispatchEndpoints.asker(call), call.id(), sightings);
        return Reply.ok(JsonNodeFactory.instance.objectNode().put("stored", stored));
    }

    private UnitDesk.Sighting sighting(Fields each) {
        Instant at = each.needed("observed_at", each.instant("observed_at"), Instant.EPOCH);
        if (at.isAfter(clock.instant().plusSeconds(AHEAD_S))) {
            each.wrong("observed_at", "di masa depan (in the future)");
        }
        return new UnitDesk.Sighting(new Fix(at, spot(each, "")),
                each.needed("accuracy_m", each.number("accuracy_m", 0, 100_000), 0.0));
    }
}
