package id.siaga.simulator.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;

import org.junit.jupiter.api.Test;

class TimetableTest {

    private static final Instant BEGIN = Instant.parse("2026-03-04T00:00:00Z");
    private static final long NANOS = -5_000_000_000L;
    private static final long SECOND = 1_000_000_000L;

    private final Timetable timetable = new Timetable(BEGIN, NANOS, 4, 20);

    @Test
    void asManyMessagesBecomeDueAsTheRateSays() {
        assertThat(timetable.dueOfAll(NANOS - SECOND)).isZero();
        assertThat(timetable.dueOfAll(NANOS)).isEqualTo(1);
        assertThat(timetable.dueOfAll(NANOS + 60 * SECOND - 1)).isEqualTo(1_200);
    }

    @Test
    void aMessageIsDueAtTheTimeItNames() {
        for (int device = 0; device < 4; device++) {
            for (int number = 1; number < 30; number++) {
                long at = NANOS + (timetable.deviceMillis(device, number) - BEGIN.toEpochMilli()) * 1_000_000;
                assertThat(timetable.due(device, at)).isEqualTo(number);
                assertThat(timetable.due(device, at - 1)).isEqualTo(number - 1);
                assertThat(timetable.instant(at).toEpochMilli()).isEqualTo(timetable.deviceMillis(device, number));
            }
        }
    }

    @Test
    void nothingBecomesDueAfterTheEnd() {
        timetable.end(NANOS + SECOND - 1);
        assertThat(timetable.dueOfAll(NANOS + 60 * SECOND)).isEqualTo(20);
    }

    @Test
    void refusesTwoMessagesInOneMillisecondOfAGauge() {
        assertThatThrownBy(() -> new Timetable(BEGIN, NANOS, 4, 4_001)).hasMessageContaining("--rate");
    }
}
