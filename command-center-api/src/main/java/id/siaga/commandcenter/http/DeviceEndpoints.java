package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.device.DeviceChange;
import id.siaga.commandcenter.device.DeviceQueries;
import id.siaga.commandcenter.device.DeviceRegistry;
import id.siaga.commandcenter.device.FieldError;
import id.siaga.commandcenter.device.OnExisting;
import id.siaga.commandcenter.device.Registered;
import id.siaga.commandcenter.sql.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The device registry over HTTP. */
public final class DeviceEndpoints {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Database database;
    private final DeviceQueries queries;
    private final IdempotentReplies replies;
    private final int most;

    public DeviceEndpoints(Database database, Clock clock, int most) {
        this.database = database;
        this.queries = new DeviceQueries(database);
        this.replies = new IdempotentReplies(clock);
        this.most = most;
    }

    public Map<String, Endpoint> byOperation() {
        return Map.of("devices", this::devices, "device", this::device, "register_devices", this::register,
                "change_device", this::change);
    }

    private Reply devices(Call call) {
        Page page = Page.of(call);
        List<ObjectNode> found = queries.devices(new DeviceQueries.Filter(call.word("kind"),
                call.oneOf("status", "active", "unclaimed", "retired"),
                call.oneOf("presence", "online", "offline", "sleeping", "unknown"), page.after().orElse(""),
                page.probe()));
        Reply reply = page.reply(found, "device_id");
        return wantsGeoJson(call) ? Reply.geoJson(features(reply.body())) : reply;
    }

    private static boolean wantsGeoJson(Call call) {
        return "geojson".equals(call.oneOf("format", "json", "geojson"))
                || call.header("Accept").filter(accept -> accept.contains("application/geo+json")).isPresent();
    }

    private static JsonNode features(JsonNode page) {
        ObjectNode collection = NODES.objectNode().put("type", "FeatureCollection");
        collection.set("next_cursor", page.path("next_cursor"));
        collection.putArray("features");
        page.path("items").forEach(device -> collection.withArray("features").add(feature(device)));
        return collection;
    }

    private static ObjectNode feature(JsonNode device) {
        ObjectNode feature = NODES.objectNode().put("type", "Feature").put("id", device.path("device_id").asText());
        feature.set("properties", device);
        if (device.path("lat").isNumber() && device.path("lng").isNumber()) {
            feature.putObject("geometry").put("type", "Point").putArray("coordinates").add(device.path("lng"))
                    .add(device.path("lat"));
        } else {
            feature.putNull("geometry");
        }
        return feature;
    }

    private Reply device(Call call) {
        String id = call.path("device_id");
        return Reply.ok(queries.device(id).orElseThrow(() -> Problem.missing("perangkat " + id)));
    }

    private Reply change(Call call) {
        List<FieldError> errors = new ArrayList<>();
        DeviceChange change = DeviceChange.of(call.json(), errors);
        if (change == null) {
            throw Problem.validation(errors);
        }
        String id = call.path("device_id");
        if (!database.transaction(connection -> DeviceRegistry.change(connection, id, change))) {
            throw Problem.missing("perangkat " + id);
        }
        return device(call);
    }

    private Reply register(Call call) {
        JsonNode body = call.json();
        if (body.isArray() && (body.isEmpty() || body.size() > most)) {
            throw Problem.field("", "1 sampai %d perangkat sekaligus (devices at once)".formatted(most));
        }
        OnExisting onExisting = call.oneOf("on_existing", "rotate") == null ? OnExisting.REFUSE : OnExisting.ROTATE;
        Optional<String> key = call.header("Idempotency-Key");
        key.filter(text -> text.length() < 8 || text.length() > 200).ifPresent(bad -> {
            throw Problem.field("Idempotency-Key", "8 sampai 200 huruf (characters)");
        });
        return database.transaction(connection -> key.isPresent()
                ? replies.once(connection, call.account(), key.get(), call.bytes(),
                        inside -> registered(inside, body, onExisting))
                : registered(connection, body, onExisting));
    }

    private static Reply registered(Connection connection, JsonNode body, OnExisting onExisting) throws SQLException {
        return switch (DeviceRegistry.register(connection, body, onExisting)) {
            case Registered.Accepted accepted when body.isObject() -> Reply.created(accepted.devices().getFirst());
            case Registered.Accepted accepted -> Reply.created(list(accepted.devices()));
            case Registered.Invalid invalid -> throw Problem.validation(invalid.errors());
            case Registered.Existing existing -> throw new Problem(409, "device-exists",
                    "Perangkat sudah terdaftar (already registered)",
                    "Pakai ?on_existing=rotate untuk rahasia baru (for a new secret)")
                    .with("device_ids", existing.deviceIds());
        };
    }

    private static ObjectNode list(List<ObjectNode> devices) {
        ObjectNode body = NODES.objectNode();
        body.putArray("devices").addAll(devices);
        return body;
    }
}
