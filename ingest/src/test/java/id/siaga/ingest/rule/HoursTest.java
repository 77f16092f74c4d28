package id.siaga.ingest.rule;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.SATURDAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import id.siaga.ingest.telemetry.Kind;
import id.siaga.ingest.telemetry.Value;

/** 20 November 2026 is a Friday; Bekasi is seven hours ahead of UTC. */
class HoursTest {

    private static final ZoneId JAKARTA = ZoneId.of("Asia/Jakarta");

    @ParameterizedTest
    @CsvSource({"20T10:59:59Z,false", "20T11:00:00Z,true", "20T17:00:00Z,true", "20T22:59:59Z,true",
            "20T23:00:00Z,false", "21T11:00:00Z,false", "19T20:00:00Z,false"})
    void aNightBelongsToTheDayItBeginsOn(String at, boolean covered) {
        Hours nights = new Hours(Set.of(FRIDAY), LocalTime.of(18, 0), LocalTime.of(6, 0), JAKARTA);
        assertThat(nights.cover(Instant.parse("2026-11-" + at))).isEqualTo(covered);
    }

    @ParameterizedTest
    @CsvSource({"20T16:59:59Z,false", "20T17:00:00Z,true", "21T16:59:59Z,true", "21T17:00:00Z,false"})
    void fromMidnightToMidnightIsTheWholeDay(String at, boolean covered) {
        Hours saturday = new Hours(Set.of(SATURDAY), LocalTime.MIN, LocalTime.MIN, JAKARTA);
        assertThat(saturday.cover(Instant.parse("2026-11-" + at))).isEqualTo(covered);
    }

    @ParameterizedTest
    @CsvSource({"2026-11-20T03:00:00Z,0", "2026-11-20T12:00:00Z,1", "2026-11-21T03:00:00Z,0"})
    void aDoorHeldOpenIsAnIncidentAtNightOnly(String at, int incidents) {
        Timeline door = new Timeline("DOOR-HELD-NIGHT", Timeline.device(Kind.DOOR), Instant.parse(at));
        assertThat(door.says(0, "door.open_time", Value.of(301)).decisions()).hasSize(incidents);
    }

    @org.junit.jupiter.api.Test
    void theMorningEndsWhatTheNightOpened() {
        Timeline door = new Timeline("DOOR-HELD-NIGHT", Timeline.device(Kind.DOOR),
                Instant.parse("2026-11-20T22:59:00Z"));
        door.says(0, "door.open_time", Value.of(301)).says(60, "door.open_time", Value.of(361));
        assertThat(door.decisions()).extracting(Decision::change).containsExactly(Decision.Change.OPENED,
                Decision.Change.CLEARED);
    }
}
