package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.availability.Availability;
import id.siaga.commandcenter.availability.Maintenance;
import id.siaga.commandcenter.device.DevicePeriod;
import id.siaga.commandcenter.device.Exported;
import id.siaga.commandcenter.device.FieldError;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How much of a month devices were there, and agreed maintenance, over HTTP. */
public record AvailabilityEndpoints(Availability availability, Maintenance maintenance, Clock clock) {
    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");

    public Map<String, Endpoint> byOperation() {
        return Map.of("availability", this::month, "maintenance_windows", this::windows, "agree_maintenance",
                this::agree, "cancel_maintenance", this::cancel);
    }

    private Reply month(Call call) {
        String by = Optional.ofNullable(call.oneOf("by", "device", "owner", "kelurahan")).orElse("device");
        String month = call.query("month").orElseGet(() -> YearMonth.now(clock.withZone(JAKARTA)).toString());
        if (!month.matches("[0-9]{4}-(0[1-9]|1[0-2])")) {
            throw Problem.field("month", "harus bulan seperti 2026-11 (a month like)");
        }
        List<ObjectNode> rows = availability.of(Availability.By.valueOf(by.toUpperCase(Locale.ROOT)), month);
        boolean csv = "csv".equals(call.oneOf("format", "json", "csv"))
                || call.header("Accept").filter(accept -> accept.contains("text/csv")).isPresent();
        return csv ? Reply.csv(csv(rows)) : Reply.items(rows);
    }

    private static String csv(List<ObjectNode> rows) {
        return rows.isEmpty()
                ? ""
                : Exported.csv(rows.getFirst().properties().stream().map(Map.Entry::getKey).toList(), rows);
    }

    private Reply windows(Call call) {
        Page page = Page.of(call);
        return page.reply(maintenance.newest(page.before(), page.probe()), "id");
    }

    private Reply agree(Call call) {
        List<FieldError> errors = new ArrayList<>();
        DevicePeriod request = DevicePeriod.of(call.json(), errors);
        if (request == null) {
            throw Problem.validation(errors);
        }
        return Reply.created(maintenance.agree(request, call.account().user()));
    }

    private Reply cancel(Call call) {
        return Reply.ok(maintenance.cancel(call.id(), call.account().user())
                .orElseThrow(() -> Problem.missing("pemeliharaan " + call.path("id"))));
    }
}
