package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import id.siaga.commandcenter.calendar.Shifts;
import id.siaga.commandcenter.calendar.WorkingCalendar;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Working days and shifts in Jakarta, against counting day by day. */
class WorkingCalendarPropertyTest {
    private static final LocalDate NEW_YEAR = LocalDate.parse("2026-01-01");
    private static final Shifts SHIFTS = new Shifts(
            new TreeSet<>(List.of(LocalTime.of(7, 0), LocalTime.of(15, 0), LocalTime.of(23, 0))));

    private static Instant second(long ofYear) {
        return NEW_YEAR.atStartOfDay(WorkingCalendar.WIB).plusSeconds(ofYear).toInstant();
    }

    @Property
    void betweenThereAreSoManyWorkingDaysAndNotOneMore(@ForAll @LongRange(min = 0, max = 31_536_000) long from,
            @ForAll @IntRange(min = 1, max = 60) int days,
            @ForAll @Size(max = 40) Set<@IntRange(min = 0, max = 460) Integer> off) {
        WorkingCalendar calendar = new WorkingCalendar(
                Set.copyOf(off.stream().map(NEW_YEAR::plusDays).toList()));
        Instant end = calendar.endOf(days, second(from));
        LocalDate first = LocalDate.ofInstant(second(from), WorkingCalendar.WIB);
        LocalDate last = LocalDate.ofInstant(end.minusSeconds(1), WorkingCalendar.WIB);
        assertThat(first.plusDays(1).datesUntil(last.plusDays(1)).filter(day -> day.getDayOfWeek() != DayOfWeek.SATURDAY
                && day.getDayOfWeek() != DayOfWeek.SUNDAY && !calendar.holidays().contains(day))).hasSize(days);
        assertThat(calendar.isWorking(last)).isTrue();
        assertThat(end.atZone(WorkingCalendar.WIB).toLocalTime()).isEqualTo(LocalTime.MIDNIGHT);
    }

    @Property
    void itNeverEndsEarlierForWhatComesLater(@ForAll @LongRange(min = 0, max = 31_536_000) long from,
            @ForAll @LongRange(min = 0, max = 1_000_000) long later, @ForAll @IntRange(min = 1, max = 20) int days) {
        WorkingCalendar calendar = new WorkingCalendar(Set.of(NEW_YEAR.plusDays(77), NEW_YEAR.plusDays(80)));
        assertThat(calendar.endOf(days, second(from + later))).isAfterOrEqualTo(calendar.endOf(days, second(from)));
    }

    @Property
    void aShiftEndsAtAStartOfOneWithinItsEightHours(@ForAll @LongRange(min = 0, max = 31_536_000) long at) {
        Instant end = SHIFTS.endOf(second(at)).orElseThrow();
        assertThat(Duration.between(second(at), end)).isPositive().isLessThanOrEqualTo(Duration.ofHours(8));
        assertThat(SHIFTS.starts()).contains(end.atZone(WorkingCalendar.WIB).toLocalTime());
    }

    @Example
    void overNyepiAndIdulfitriAndTheEndOfAMonth() {
        WorkingCalendar calendar = new WorkingCalendar(
                Set.of(LocalDate.parse("2026-03-19"), LocalDate.parse("2026-04-03")));
        // Wednesday 23:59:59 in Jakarta; Thursday is Nyepi.
        assertThat(calendar.endOf(3, Instant.parse("2026-03-18T16:59:59Z")))
                .isEqualTo(Instant.parse("2026-03-24T17:00:00Z"));
        // One second later it is Thursday there, while it is Wednesday in UTC.
        assertThat(calendar.endOf(1, Instant.parse("2026-03-18T17:00:00Z")))
                .isEqualTo(Instant.parse("2026-03-20T17:00:00Z"));
        assertThat(calendar.endOf(3, Instant.parse("2026-03-31T02:00:00Z")))
                .isEqualTo(Instant.parse("2026-04-06T17:00:00Z"));
    }

    @Example
    void withoutShiftsNoneEnds() {
        assertThat(new Shifts(new TreeSet<>()).endOf(second(0))).isEmpty();
    }
}
