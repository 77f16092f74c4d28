package id.siaga.ingest.rule;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.Set;

/**
 * Hours of the week in which a condition counts, half-open.
 *
 * @param days on which they begin
 * @param to not after {@code from}: of the next day
 */
record Hours(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {

    static final Hours ALWAYS = new Hours(EnumSet.allOf(DayOfWeek.class), LocalTime.MIN, LocalTime.MIN,
            ZoneId.of("UTC"));

    boolean cover(Instant when) {
        ZonedDateTime local = when.atZone(zone);
        LocalTime time = local.toLocalTime();
        if (from.isBefore(to)) {
            return days.contains(local.getDayOfWeek()) && !time.isBefore(from) && time.isBefore(to);
        }
        return time.isBefore(from)
                ? time.isBefore(to) && days.contains(local.getDayOfWeek().minus(1))
                : days.contains(local.getDayOfWeek());
    }
}
