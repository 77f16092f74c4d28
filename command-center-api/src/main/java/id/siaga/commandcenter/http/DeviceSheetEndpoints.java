package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.device.Author;
import id.siaga.commandcenter.device.DeviceImport;
import id.siaga.commandcenter.device.DeviceImport.Handout;
import id.siaga.commandcenter.device.DeviceImport.Outcome;
import id.siaga.commandcenter.device.Exported;
import id.siaga.commandcenter.device.Inventory;
import id.siaga.commandcenter.device.OnExisting;
import id.siaga.commandcenter.sql.Database;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** Sheets over HTTP: ten thousand devices in, the inventory out. */
public record DeviceSheetEndpoints(Database database, DeviceImport imports) {
    private static final String CSV = "text/csv; charset=utf-8";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    public Map<String, Endpoint> byOperation() {
        return Map.of("import_devices", this::imported, "inventory", this::inventory);
    }

    private Reply imported(Call call) {
        boolean secrets = Boolean.TRUE.equals(call.truth("secrets"));
        DeviceImport.Order order = new DeviceImport.Order(call.bytes(),
                call.oneOf("on_existing", "update") == null ? OnExisting.REFUSE : OnExisting.UPDATE,
                secrets ? Handout.SECRETS : Handout.NONE, new Author(call.account().user(), "impor (imported)"));
        if (Boolean.TRUE.equals(call.truth("dry_run"))) {
            return told(rehearsed(order)).with("Siaga-Dry-Run", "true");
        }
        Outcome outcome = database.transaction(connection -> {
            Outcome done = imports.run(connection, order);
            refuse(done);
            return done;
        });
        return secrets ? secrets(outcome) : told(outcome);
    }

    private Outcome rehearsed(DeviceImport.Order order) {
        AtomicReference<Outcome> outcome = new AtomicReference<>();
        database.rehearse(connection -> {
            outcome.set(imports.run(connection, order));
            return outcome;
        });
        refuse(outcome.get());
        return outcome.get();
    }

    private void refuse(Outcome outcome) {
        if (!outcome.errors().isEmpty()) {
            List<ObjectNode> errors = outcome.errors().stream().limit(imports.limits().errorsTold())
                    .map(each -> NODES.objectNode().put("row", each.row()).put("column", each.column())
                            .put("reason", each.reason()))
                    .toList();
            throw new Problem(400, "import", "Impor ditolak, tidak ada yang disimpan (refused, nothing was stored)",
                    "%d kesalahan (errors)".formatted(outcome.errors().size())).with("errors",
                            NODES.arrayNode()
                                    .addAll(errors));
        }
    }

    private static Reply told(Outcome outcome) {
        return Reply.ok(NODES.objectNode().put("created", outcome.created()).put("updated", outcome.updated()));
    }

    private static Reply secrets(Outcome outcome) {
        List<ObjectNode> rows = outcome.secrets().entrySet().stream().map(each -> NODES.objectNode()
                .put("device_id", each.getKey()).put("secret", each.getValue())).toList();
        return file("rahasia-perangkat.csv", Exported.csv(List.of("device_id", "secret"), rows));
    }

    private Reply inventory(Call call) {
        List<ObjectNode> rows = new Inventory(database).report();
        return "csv".equals(call.oneOf("format", "json", "csv"))
                ? file("inventaris.csv", Exported.csv(Inventory.REPORT, rows))
                : Reply.items(rows);
    }

    private static Reply file(String name, String csv) {
        return Reply.file(CSV, csv.getBytes(StandardCharsets.UTF_8)).with("Content-Disposition",
                "attachment; filename=" + name);
    }
}
