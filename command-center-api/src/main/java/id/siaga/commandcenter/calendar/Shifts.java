package id.siaga.commandcenter.calendar;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.TreeSet;

/** When shifts start, in hours of Jakarta; each ends when the next one starts. */
public record Shifts(TreeSet<LocalTime> starts) {

    /** When the shift that {@code at} falls in is over; empty without shifts. */
    public Optional<Instant> endOf(Instant at) {
        if (starts.isEmpty()) {
            return Optional.empty();
        }
        ZonedDateTime local = at.atZone(WorkingCalendar.WIB);
        ZonedDateTime end = Optional.ofNullable(starts.higher(local.toLocalTime())).map(local::with)
                .orElseGet(() -> local.plusDays(1).with(starts.first()));
        return Optional.of(end.toInstant());
    }
}
