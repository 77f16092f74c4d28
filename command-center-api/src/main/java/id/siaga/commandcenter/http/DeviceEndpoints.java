package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.device.Author;
import id.siaga.commandcenter.device.DeviceQueries;
import id.siaga.commandcenter.device.DeviceRegistry;
import id.siaga.commandcenter.device.Exported;
import id.siaga.commandcenter.device.FieldError;
import id.siaga.commandcenter.device.Inventory;
import id.siaga.commandcenter.device.Objection;
import id.siaga.commandcenter.device.OnExisting;
import id.siaga.commandcenter.device.Registered;
import id.siaga.commandcenter.sql.Database;
import id.siaga.ingest.telemetry.Kind;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Devices over HTTP, many at a time: lists, maps, sheets and registrations. */
public final class DeviceEndpoints {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String SHEET = "csv";
    private static final String MAP = "geojson";
    private static final Set<String> KINDS = Arrays.stream(Kind.values()).map(Kind::word)
            .collect(Collectors.toUnmodifiableSet());

    private final Database database;
    private final DeviceQueries queries;
    private final DeviceRegistry registry;
    private final Clock clock;
    private final int most;

    public DeviceEndpoints(Database database, DeviceRegistry registry, Clock clock, int most) {
        this.database = database;
        this.queries = new DeviceQueries(database);
        this.registry = registry;
        this.clock = clock;
        this.most = most;
    }

    public Map<String, Endpoint> byOperation() {
        return Map.of("devices", this::devices, "register_devices", this::register);
    }

    private Reply devices(Call call) {
        String format = call.oneOf("format", "json", MAP, SHEET);
        if (SHEET.equals(format)) {
            return sheet(all(call));
        }
        if (wantsGeoJson(call)) {
            return Reply.geoJson(features(all(call)));
        }
        Page page = Page.of(call);
        return page.reply(found(call, page.after().orElse(""), page.probe()), "device_id");
    }

    /** A sheet and a map have no pages: each is the whole. */
    private List<ObjectNode> all(Call call) {
        for (String paged : List.of("limit", "cursor")) {
            if (call.query(paged).isPresent()) {
                throw Problem.field(paged, "csv dan geojson selalu seluruhnya (csv and geojson are always the whole)");
            }
        }
        return found(call, "", Integer.MAX_VALUE);
    }

    private List<ObjectNode> found(Call call, String after, int limit) {
        return queries.devices(new DeviceQueries.Filter(call.known("kind", KINDS::contains),
                call.oneOf("status", "active", "unclaimed", "retired"),
                call.oneOf("presence", "online", "offline", "sleeping", "unknown"), call.word("owner"),
                call.word("kelurahan"), call.word("parent"), call.sought("q"), after, limit));
    }

    private Reply sheet(List<ObjectNode> found) {
        List<String> ids = found.stream().map(device -> device.path("device_id").asText()).toList();
        return Reply.file("text/csv; charset=utf-8",
                Exported.csv(Inventory.SHEET, new Inventory(database).sheet(ids)).getBytes(StandardCharsets.UTF_8))
                .with("Content-Disposition", "attachment; filename=perangkat.csv");
    }

    private static boolean wantsGeoJson(Call call) {
        return MAP.equals(call.word("format"))
                || call.header("Accept").filter(accept -> accept.contains("application/geo+json")).isPresent();
    }

    private static JsonNode features(List<ObjectNode> devices) {
        ObjectNode collection = NODES.objectNode().put("type", "FeatureCollection");
        collection.putArray("features").addAll(devices.stream().map(DeviceEndpoints::feature).toList());
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

    /** It tells secrets, and makes those of known devices anew. */
    private Reply register(Call call) {
        JsonNode body = call.json();
        if (body.isArray() && (body.isEmpty() || body.size() > most)) {
            throw Problem.field("", "1 sampai %d perangkat sekaligus (devices at once)".formatted(most));
        }
        OnExisting onExisting = call.oneOf("on_existing", "rotate") == null ? OnExisting.REFUSE : OnExisting.ROTATE;
        Author author = new Author(call.account().user(), "terdaftar (registered)");
        return Once.reply(database, clock, call, connection -> registered(connection, body, onExisting, author));
    }

    private Reply registered(Connection connection, JsonNode body, OnExisting onExisting, Author author)
            throws SQLException {
        return switch (registry.register(connection, body, onExisting, author)) {
            case Registered.Accepted accepted when body.isObject() -> Reply.created(accepted.devices().getFirst());
            case Registered.Accepted accepted -> Reply.created(list(accepted.devices()));
            case Registered.Invalid invalid when body.isObject() -> throw refused(invalid.objections());
            case Registered.Invalid invalid -> throw Problem.validation(invalid.objections().stream()
                    .map(each -> new FieldError("[%d].%s".formatted(each.index(), each.field()), each.reason()))
                    .toList());
            case Registered.Existing existing -> throw new Problem(409, "device-exists",
                    "Perangkat sudah terdaftar (already registered)",
                    "Pakai ?on_existing=rotate untuk rahasia baru (for a new secret)")
                    .with("device_ids", existing.deviceIds());
        };
    }

    /** Of a request about one device. */
    static Problem refused(List<Objection> objections) {
        return Problem.validation(
                objections.stream().map(each -> new FieldError(each.field(), each.reason())).toList());
    }

    private static ObjectNode list(List<ObjectNode> devices) {
        ObjectNode body = NODES.objectNode();
        body.putArray("devices").addAll(devices);
        return body;
    }
}
