package id.siaga.commandcenter.http;

import id.siaga.commandcenter.calendar.Holidays;
import id.siaga.commandcenter.calendar.WorkingCalendar;
import id.siaga.commandcenter.incident.TargetTable;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Days off, and how long clocks may run. */
public record CalendarEndpoints(Holidays holidays, TargetTable targets, Clock clock) {
    private static final Set<String> KINDS = Set.of("NASIONAL", "CUTI_BERSAMA");
    private static final Set<String> DAY = Set.of("day", "name", "kind", "source");
    private static final int MOST = 200;
    private static final int WORDS = 200;

    public Map<String, Endpoint> byOperation() {
        return Map.of("holidays", this::list, "load_holidays", this::load, "remove_holiday", this::remove,
                "clock_targets", call -> Reply.items(targets.all()), "set_clock_target", this::set);
    }

    private Reply list(Call call) {
        int now = LocalDate.ofInstant(clock.instant(), WorkingCalendar.WIB).getYear();
        return Reply.items(holidays.of(Math.toIntExact(call.whole("year", 1945, 2200).orElse(now))));
    }

    private Reply load(Call call) {
        Fields fields = Fields.of(call.json(), Set.of("items"));
        List<Holidays.Holiday> days = fields.each("items", DAY).stream().map(CalendarEndpoints::day).toList();
        if (days.isEmpty() || days.size() > MOST) {
            fields.wrong("items", "1 sampai %d hari (days)".formatted(MOST));
        }
        fields.check();
        holidays.load(days, call.account().user());
        return Reply.items(holidays.of(days.getFirst().day().getYear()));
    }

    private static Holidays.Holiday day(Fields fields) {
        return new Holidays.Holiday(fields.needed("day", fields.date("day"), LocalDate.EPOCH),
                fields.needed("name", fields.text("name", WORDS), ""),
                fields.word("kind", word -> Stream.of(word).filter(KINDS::contains).findFirst()).orElse("NASIONAL"),
                fields.needed("source", fields.text("source", WORDS), ""));
    }

    private Reply remove(Call call) {
        try {
            if (holidays.remove(LocalDate.parse(call.path("day")))) {
                return Reply.nothing();
            }
        } catch (DateTimeException e) {
            throw Problem.field("day", "harus tanggal seperti 2026-11-21 (ISO 8601 date)");
        }
        throw Problem.missing("hari libur " + call.path("day"));
    }

    private Reply set(Call call) {
        Fields fields = Fields.of(call.json(), Set.of("kind", "amount", "source"));
        TargetTable.Version version = new TargetTable.Version(
                fields.needed("kind", fields.word("kind", TargetTable.Kind::named), TargetTable.Kind.NONE),
                fields.whole("amount", 1, Integer.MAX_VALUE).map(Math::toIntExact),
                fields.needed("source", fields.text("source", WORDS), ""));
        if (fields.has("kind") && version.kind().counts() != version.amount().isPresent()) {
            fields.wrong("amount", "untuk SECONDS dan WORKING_DAYS saja, di sana wajib (required there, only there)");
        }
        fields.check();
        return Reply.created(targets.set(call.path("priority"), call.path("clock"), version, call.account().user())
                .orElseThrow(() -> Problem.missing(call.path("priority") + " " + call.path("clock"))));
    }
}
