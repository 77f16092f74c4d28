package id.siaga.commandcenter.device;

import id.siaga.commandcenter.account.Secrets;
import id.siaga.commandcenter.device.sheet.Sheet;
import id.siaga.commandcenter.device.sheet.UnreadableSheet;
import id.siaga.commandcenter.place.Places;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Registers the devices of a sheet in the caller's transaction: all or none. */
public record DeviceImport(Places places, ImportLimits limits) {

    /** Whether devices that have no secret yet get one, to be told this once. */
    public enum Handout {
        NONE, SECRETS
    }

    /** What was asked. */
    public record Order(byte[] file, OnExisting onExisting, Handout handout, Author author) {
    }

    /** With errors nothing may be committed. {@code secrets} are by device id, in the order of the rows. */
    public record Outcome(int created, int updated, Map<String, String> secrets, List<RowError> errors) {
        static Outcome refused(List<RowError> errors) {
            return new Outcome(0, 0, Map.of(), errors);
        }
    }

    public Outcome run(Connection connection, Order order) throws SQLException {
        SheetReader reader = new SheetReader(Whereabouts.of(places, connection), limits.rows());
        List<DeviceSpec> specs;
        try {
            specs = reader.read(Sheet.of(order.file(), limits.workbook()));
        } catch (UnreadableSheet e) {
            return Outcome.refused(List.of(new RowError(e.row(), "", String.valueOf(e.getMessage()))));
        }
        if (specs.isEmpty()) {
            return Outcome.refused(List.of(new RowError(0, "", "tidak ada perangkat (no devices)")));
        }
        Set<String> existing = DeviceRegistry.existing(connection, specs);
        List<Objection> objections = order.onExisting() == OnExisting.REFUSE ? inTheWay(specs, existing) : List.of();
        List<RowError> errors = reader.errors(objections);
        return errors.isEmpty() ? stored(connection, order, specs, existing, reader) : Outcome.refused(errors);
    }

    private static List<Objection> inTheWay(List<DeviceSpec> specs, Set<String> existing) {
        return specs.stream().filter(spec -> existing.contains(spec.deviceId()))
                .map(spec -> spec.objection("device_id",
                        "sudah terdaftar (already registered); on_existing=update mengubahnya (changes it)"))
                .toList();
    }

    private static Outcome stored(Connection connection, Order order, List<DeviceSpec> specs, Set<String> existing,
            SheetReader reader) throws SQLException {
        Map<String, String> secrets = new LinkedHashMap<>();
        if (order.handout() == Handout.SECRETS) {
            specs.stream().map(DeviceSpec::deviceId).filter(id -> !existing.contains(id))
                    .forEach(id -> secrets.put(id, Secrets.random()));
        }
        DeviceRegistry.Stored stored = DeviceRegistry.store(connection, specs, secrets, order.author());
        return stored.objections().isEmpty()
                ? new Outcome(specs.size() - existing.size(), existing.size(), secrets, List.of())
                : Outcome.refused(reader.errors(stored.objections()));
    }
}
