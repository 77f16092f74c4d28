package id.siaga.commandcenter.calendar;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Set;

/** Monday to Friday without these holidays; days begin at midnight in Jakarta. */
public record WorkingCalendar(Set<LocalDate> holidays) {
    public static final ZoneId WIB = ZoneId.of("Asia/Jakarta");

    public boolean isWorking(LocalDate day) {
        return day.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0 && !holidays.contains(day);
    }

    /** The end of the {@code days}-th working day after the day of {@code from}, which does not count itself. */
    public Instant endOf(int days, Instant from) {
        LocalDate day = LocalDate.ofInstant(from, WIB);
        for (int left = days; left > 0; left -= isWorking(day) ? 1 : 0) {
            day = day.plusDays(1);
        }
        return day.plusDays(1).atStartOfDay(WIB).toInstant();
    }
}
