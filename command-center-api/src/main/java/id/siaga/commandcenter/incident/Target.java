package id.siaga.commandcenter.incident;

import id.siaga.commandcenter.calendar.Shifts;
import id.siaga.commandcenter.calendar.WorkingCalendar;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How long a clock may run. */
sealed interface Target {

    /**
     * When it runs out.
     *
     * @param from first awareness, or when it became this urgent
     * @param started when the clock started
     */
    Optional<Instant> due(Instant from, Instant started);

    record Within(Duration time) implements Target {
        @Override
        public Optional<Instant> due(Instant from, Instant started) {
            return Optional.of(from.plus(time));
        }
    }

    record WorkingDays(int days, WorkingCalendar calendar) implements Target {
        @Override
        public Optional<Instant> due(Instant from, Instant started) {
            return Optional.of(calendar.endOf(days, from));
        }
    }

    record SameShift(Shifts shifts) implements Target {
        @Override
        public Optional<Instant> due(Instant from, Instant started) {
            return shifts.endOf(started);
        }
    }

    record None() implements Target {
        @Override
        public Optional<Instant> due(Instant from, Instant started) {
            return Optional.empty();
        }
    }
}
