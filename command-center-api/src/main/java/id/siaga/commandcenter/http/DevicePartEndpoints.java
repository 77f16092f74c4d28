package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.device.Aliases;
import id.siaga.commandcenter.device.Author;
import id.siaga.commandcenter.device.Calibrations;
import id.siaga.commandcenter.device.DeviceQueries;
import id.siaga.commandcenter.device.FieldError;
import id.siaga.commandcenter.device.Topology;
import id.siaga.commandcenter.device.Twins;
import id.siaga.commandcenter.sql.Database;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What belongs to one device: names, mountings, on what it depends, how it should be set. */
public final class DevicePartEndpoints {
    private static final String ID = "device_id";
    private static final double HIGHEST_MM = 100_000;

    private final DeviceQueries queries;
    private final Aliases aliases;
    private final Calibrations calibrations;
    private final Topology topology;
    private final Twins twins;
    private final Clock clock;

    public DevicePartEndpoints(Database database, Clock clock) {
        this.queries = new DeviceQueries(database);
        this.aliases = new Aliases(database);
        this.calibrations = new Calibrations(database);
        this.topology = new Topology(database);
        this.twins = new Twins(database);
        this.clock = clock;
    }

    public Map<String, Endpoint> byOperation() {
        return Map.of("aliases", call -> Reply.items(aliases.of(known(call))), "add_alias", this::addAlias,
                "remove_alias", this::removeAlias, "calibrations", call -> Reply.items(calibrations.of(known(call))),
                "add_calibration", this::addCalibration, "topology", this::topology, "twin", this::twin, "desire",
                this::desire);
    }

    private String known(Call call) {
        String id = call.path(ID);
        return queries.device(id).map(device -> id).orElseThrow(() -> Problem.missing("perangkat " + id));
    }

    private Reply addAlias(Call call) {
        String id = known(call);
        String alias = call.path("alias");
        if (!Aliases.isName(alias)) {
            throw Problem.field("alias",
                    "1 sampai 129 huruf, angka, titik, garis bawah, titik dua, tanda hubung, garis miring (a name)");
        }
        if (!aliases.add(id, alias)) {
            throw new Problem(409, "name-taken", "Nama milik perangkat lain (another device's name)", alias);
        }
        return Reply.items(aliases.of(id));
    }

    private Reply removeAlias(Call call) {
        if (!aliases.remove(known(call), call.path("alias"))) {
            throw Problem.missing("nama " + call.path("alias"));
        }
        return Reply.nothing();
    }

    private Reply addCalibration(Call call) {
        String id = known(call);
        JsonNode body = call.json();
        List<FieldError> errors = new ArrayList<>();
        Instant from = validFrom(body.path("valid_from"), errors);
        Calibrations.Version version = new Calibrations.Version(from, height(body, "mount_mm", errors),
                height(body, "zero_mm", errors));
        if (version.mountMm() == null && version.zeroMm() == null) {
            errors.add(new FieldError("mount_mm", "isi mount_mm atau zero_mm (give at least one)"));
        }
        String reason = body.path("reason").asText("").strip();
        if (reason.isEmpty() || reason.length() > 500) {
            errors.add(new FieldError("reason", "wajib, 1 sampai 500 huruf (required)"));
        }
        if (!errors.isEmpty()) {
            throw Problem.validation(errors);
        }
        return Reply.created(calibrations.add(id, version, new Author(call.account().user(), reason))
                .orElseThrow(() -> new Problem(409, "calibration-exists", "Sudah ada kalibrasi pada waktu itu (exists)",
                        from.toString())));
    }

    /** Nobody knows how a gauge will hang. */
    private Instant validFrom(JsonNode given, List<FieldError> errors) {
        Instant now = clock.instant();
        try {
            Instant from = given.isMissingNode() ? now : OffsetDateTime.parse(given.asText()).toInstant();
            if (from.isAfter(now)) {
                errors.add(new FieldError("valid_from", "belum terjadi (in the future)"));
            }
            return from;
        } catch (DateTimeException e) {
            errors.add(new FieldError("valid_from", "harus waktu RFC 3339 (RFC 3339 time)"));
            return now;
        }
    }

    private static @Nullable Double height(JsonNode body, String name, List<FieldError> errors) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isNumber() || Math.abs(value.doubleValue()) > HIGHEST_MM) {
            errors.add(new FieldError(name, "harus angka dari -100000 sampai 100000 (number)"));
        }
        return value.doubleValue();
    }

    private Reply topology(Call call) {
        String id = known(call);
        String relation = Optional.ofNullable(call.oneOf("relation", "power", "uplink", "switch")).orElse("uplink")
                + "_parent";
        int limit = Page.of(call).limit();
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put(ID, id).put("relation", relation);
        answer.putArray("above").addAll(topology.above(id, relation, limit));
        answer.putArray("below").addAll(topology.below(id, relation, limit));
        return Reply.ok(answer);
    }

    private Reply twin(Call call) {
        return tagged(twins.of(known(call)).orElseThrow(() -> Problem.missing("perangkat " + call.path(ID))));
    }

    private static Reply tagged(ObjectNode twin) {
        return Reply.ok(twin).with("ETag", Tag.of(twin.path("desired_version").longValue()));
    }

    private Reply desire(Call call) {
        String id = known(call);
        if (!(call.json() instanceof ObjectNode patch)) {
            throw Problem.field("", "harus objek JSON (a JSON object)");
        }
        return tagged(twins.desire(id, Tag.seen(call), patch, call.account().user()).orElseThrow(() -> Tag
                .changedMeanwhile(twins.of(id).map(now -> now.path("desired_version").longValue()).orElse(0L))));
    }
}
