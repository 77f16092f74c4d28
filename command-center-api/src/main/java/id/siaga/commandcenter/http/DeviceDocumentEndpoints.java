package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import id.siaga.commandcenter.account.Role;
import id.siaga.commandcenter.device.Aliases;
import id.siaga.commandcenter.device.Author;
import id.siaga.commandcenter.device.DeviceDocuments;
import id.siaga.commandcenter.device.DeviceQueries;
import id.siaga.commandcenter.device.DeviceRegistry;
import id.siaga.commandcenter.device.MergePatch;
import id.siaga.commandcenter.device.Objection;
import id.siaga.commandcenter.device.OnExisting;
import id.siaga.commandcenter.device.Registered;
import id.siaga.commandcenter.device.Twins;
import id.siaga.commandcenter.sql.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One device over HTTP: what is on record of it, changed by who has seen it. */
public final class DeviceDocumentEndpoints {
    private static final String ID = "device_id";
    private static final int LONGEST_REASON = 500;
    /** A switch that says all there is to say: it may be set without having been seen. */
    private static final Set<String> SWITCHES = Set.of("receipts", "downlink");
    /** What decides for whom a device speaks, and under which names. */
    private static final Set<String> SPEAKING = Set.of("kind", "uplink_parent", "aliases");

    private final Database database;
    private final DeviceQueries queries;
    private final DeviceDocuments documents;
    private final DeviceRegistry registry;
    private final Aliases aliases;
    private final Twins twins;

    public DeviceDocumentEndpoints(Database database, DeviceDocuments documents, DeviceRegistry registry) {
        this.database = database;
        this.queries = new DeviceQueries(database);
        this.documents = documents;
        this.registry = registry;
        this.aliases = new Aliases(database);
        this.twins = new Twins(database);
    }

    public Map<String, Endpoint> byOperation() {
        return Map.of("device", this::device, "put_device", this::put, "change_device", this::change,
                "retire_device", this::retire);
    }

    private Reply device(Call call) {
        String id = call.path(ID);
        ObjectNode device = queries.device(id).orElseThrow(() -> Problem.missing("perangkat " + id));
        database.transaction(connection -> documents.read(connection, id)).ifPresent(versioned -> {
            device.set("registry", versioned.document());
            device.put("version", versioned.version());
        });
        device.putArray("aliases").addAll(aliases.of(id).stream().map(row -> row.path("alias")).toList());
        twins.of(id).ifPresent(twin -> device.set("reported", twin.path("reported")));
        return Reply.ok(device).with("ETag", Tag.of(device.path("version").longValue()));
    }

    private Reply put(Call call) {
        ObjectNode wanted = object(call);
        String id = call.path(ID);
        if (wanted.has(ID) && !wanted.path(ID).equals(TextNode.valueOf(id))) {
            throw Problem.field(ID, "harus sama dengan alamat (must be that of the path): " + id);
        }
        wanted.put(ID, id);
        Optional<Reply> created = database.transaction(connection -> {
            Optional<DeviceDocuments.Versioned> before = documents.locked(connection, id);
            if (before.isEmpty()) {
                return Optional.of(created(connection, call, wanted));
            }
            replace(connection, call, before.get(), wanted);
            return Optional.empty();
        });
        return created.orElseGet(() -> device(call));
    }

    private Reply created(Connection connection, Call call, ObjectNode wanted) throws SQLException {
        call.only(Role.ADMIN_PUSAT);
        Tag.given(call).ifPresent(seen -> {
            throw Problem.missing("perangkat " + call.path(ID));
        });
        return switch (registry.register(connection, wanted, OnExisting.REFUSE, author(call))) {
            case Registered.Accepted accepted -> Reply.created(accepted.devices().getFirst());
            case Registered.Invalid invalid -> throw DeviceEndpoints.refused(invalid.objections());
            case Registered.Existing existing -> throw new Problem(409, "device-exists",
                    "Perangkat sudah terdaftar (already registered)", call.path(ID));
        };
    }

    private Reply change(Call call) {
        ObjectNode patch = object(call);
        String id = call.path(ID);
        database.transaction(connection -> {
            DeviceDocuments.Versioned before = found(connection, call);
            ObjectNode after = MergePatch.merged(before.document(), patch);
            if (!after.path(ID).equals(TextNode.valueOf(id))) {
                throw Problem.field(ID, "tidak dapat diubah (cannot be changed)");
            }
            replace(connection, call, before, after);
            return after;
        });
        return device(call);
    }

    /** Bad fields are told before a missing If-Match; a stale one before anything is written for good. */
    private void replace(Connection connection, Call call, DeviceDocuments.Versioned before, ObjectNode after)
            throws SQLException {
        if (SPEAKING.stream().anyMatch(name -> !before.document().path(name).equals(after.path(name)))) {
            call.only(Role.ADMIN_PUSAT);
        }
        List<Objection> objections = documents.replace(connection, after, author(call));
        if (!objections.isEmpty()) {
            throw DeviceEndpoints.refused(objections);
        }
        if (!onlySwitches(call.json()) || Tag.given(call).isPresent()) {
            match(call, before);
        }
    }

    private static boolean onlySwitches(JsonNode patch) {
        return patch.properties().stream().allMatch(each -> SWITCHES.contains(each.getKey()));
    }

    private static void match(Call call, DeviceDocuments.Versioned before) {
        if (Tag.seen(call) != before.version()) {
            throw Tag.changedMeanwhile(before.version());
        }
    }

    private Reply retire(Call call) {
        String reason = call.query("reason").filter(text -> text.length() <= LONGEST_REASON)
                .orElseThrow(() -> Problem.field("reason", "wajib, 1 sampai 500 huruf (required)"));
        database.transaction(connection -> {
            match(call, found(connection, call));
            documents.retire(connection, call.path(ID), reason);
            return reason;
        });
        return device(call);
    }

    private DeviceDocuments.Versioned found(Connection connection, Call call) throws SQLException {
        return documents.locked(connection, call.path(ID))
                .orElseThrow(() -> Problem.missing("perangkat " + call.path(ID)));
    }

    private static ObjectNode object(Call call) {
        if (call.json() instanceof ObjectNode object) {
            return object;
        }
        throw Problem.field("", "harus objek JSON (a JSON object)");
    }

    private static Author author(Call call) {
        return new Author(call.account().user(),
                call.query("reason").orElse("diubah lewat API (changed through the API)"));
    }
}
