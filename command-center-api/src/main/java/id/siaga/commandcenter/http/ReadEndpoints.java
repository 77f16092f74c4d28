package id.siaga.commandcenter.http;

import id.siaga.commandcenter.alert.AlertQueries;
import id.siaga.commandcenter.device.QuarantineQueries;
import id.siaga.commandcenter.device.RiverPosts;
import id.siaga.commandcenter.place.Places;
import id.siaga.commandcenter.reading.ReadingQueries;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** What can only be read: alerts, readings, river posts, quarantine, boundaries, and the contract itself. */
public record ReadEndpoints(AlertQueries alerts, ReadingQueries readings, RiverPosts posts,
        QuarantineQueries quarantine, Places places, Contract contract, Clock clock) {
    private static final Duration DAY = Duration.ofDays(1);

    public Map<String, Endpoint> byOperation() {
        return Map.of("alerts", this::alerts, "readings", this::readings, "posts", call -> Reply.items(posts.all()),
                "quarantine", this::quarantine, "boundaries", call -> Reply.geoJson(places.boundaries()), "contract",
                call -> Reply.ok(contract.document()));
    }

    private Reply alerts(Call call) {
        Page page = Page.of(call);
        return page.reply(alerts.alerts(new AlertQueries.Filter(call.oneOf("severity", "INFO", "WARN", "CRIT", "EMERG"),
                call.word("device_id"), call.truth("open"), call.truth("unattended"), page.before(), page.probe())),
                "id");
    }

    private Reply readings(Call call) {
        String deviceId = call.query("device_id").orElseThrow(() -> Problem.field("device_id", "wajib (required)"));
        Instant to = call.instant("to").orElseGet(() -> clock.instant().plus(DAY));
        Instant from = call.instant("from").orElse(Instant.EPOCH);
        return Reply.items(readings.of(deviceId, from, to, Page.of(call).limit()));
    }

    private Reply quarantine(Call call) {
        Page page = Page.of(call);
        return page.reply(quarantine.newest(call.word("reason"), page.before(), page.probe()), "id");
    }
}
