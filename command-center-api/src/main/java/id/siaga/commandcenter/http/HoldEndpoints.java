package id.siaga.commandcenter.http;

import id.siaga.commandcenter.device.DevicePeriod;
import id.siaga.commandcenter.device.FieldError;
import id.siaga.commandcenter.hold.Holds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Legal holds over HTTP. */
public record HoldEndpoints(Holds holds) {

    public Map<String, Endpoint> byOperation() {
        return Map.of("holds", this::list, "place_hold", this::place, "release_hold", this::release);
    }

    private Reply list(Call call) {
        Page page = Page.of(call);
        return page.reply(holds.newest(call.truth("released"), page.before(), page.probe()), "id");
    }

    private Reply place(Call call) {
        List<FieldError> errors = new ArrayList<>();
        DevicePeriod request = DevicePeriod.of(call.json(), errors);
        if (request == null) {
            throw Problem.validation(errors);
        }
        List<String> unknown = holds.unknownDevices(request);
        if (!unknown.isEmpty()) {
            throw Problem.field("device_ids", "tidak terdaftar (not registered): " + String.join(", ", unknown));
        }
        return Reply.created(holds.place(request, call.account().user()));
    }

    private Reply release(Call call) {
        return Reply.ok(holds.release(call.id(), call.account().user())
                .orElseThrow(() -> Problem.missing("penahanan " + call.path("id"))));
    }
}
