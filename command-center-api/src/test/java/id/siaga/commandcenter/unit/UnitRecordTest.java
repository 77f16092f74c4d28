package id.siaga.commandcenter.unit;

import static org.assertj.core.api.Assertions.assertThat;

import id.siaga.commandcenter.unit.Stay.Source;
import id.siaga.commandcenter.unit.UnitRecord.Errand;
import id.siaga.commandcenter.unit.UnitRecord.ByHand;
import id.siaga.commandcenter.unit.UnitRecord.Span;
import id.siaga.commandcenter.unit.UnitRecord.Step;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class UnitRecordTest {
    private static final Instant T0 = Instant.parse("2026-11-21T00:00:00Z");

    private static Instant at(long second) {
        return T0.plusSeconds(second);
    }

    private static Errand errand(long sent, long enRoute, long onScene, long ended) {
        return new Errand(at(sent), Optional.of(new Step(at(enRoute), Source.GPS)),
                Optional.of(new Step(at(onScene), Source.GPS)), Optional.of(at(ended)), List.of());
    }

    private static List<String> history(UnitRecord record) {
        return record.history(at(0), at(1_000)).stream()
                .map(stay -> "%d %s %s".formatted(stay.since().getEpochSecond() - T0.getEpochSecond(), stay.state(),
                        stay.source()))
                .toList();
    }

    @Example
    void aDayOnDutyWithOneErrand() {
        assertThat(history(new UnitRecord(List.of(new Span(at(100), at(900))), List.of(errand(200, 260, 500, 700)),
                List.of()))).containsExactly("0 LUAR_DINAS SHIFT", "100 SIAGA SHIFT", "200 DITUGASKAN DISPATCH",
                        "260 MENUJU GPS", "500 DI_LOKASI GPS", "700 SIAGA SHIFT", "900 LUAR_DINAS SHIFT");
    }

    @Example
    void aWordByHandOutranksGpsUntilItExpires() {
        UnitRecord record = new UnitRecord(List.of(new Span(at(0), at(900))), List.of(errand(200, 260, 500, 800)),
                List.of(new ByHand(at(450), at(600), UnitState.MENUJU)));
        assertThat(record.at(at(520))).isEqualTo(new Stay(at(520), UnitState.MENUJU, Source.MANUAL));
        assertThat(record.at(at(600)).state()).isEqualTo(UnitState.DI_LOKASI);
    }

    @Example
    void theNextActionOfDispatchEndsAWordByHand() {
        UnitRecord record = new UnitRecord(List.of(new Span(at(0), at(900))), List.of(errand(200, 260, 500, 800)),
                List.of(new ByHand(at(150), at(600), UnitState.ISTIRAHAT)));
        assertThat(history(record)).contains("150 ISTIRAHAT MANUAL", "200 DITUGASKAN DISPATCH");
        assertThat(record.at(at(210)).state()).isEqualTo(UnitState.DITUGASKAN);
    }

    @Example
    void theNextChangeByTheClockIsKnown() {
        UnitRecord record = new UnitRecord(List.of(new Span(at(100), at(900))), List.of(), List.of());
        assertThat(record.next(at(0))).isEqualTo(at(100));
        assertThat(record.next(at(100))).isEqualTo(at(900));
        assertThat(record.next(at(900))).isEqualTo(Instant.MAX);
    }

    @Provide
    Arbitrary<UnitRecord> records() {
        Arbitrary<Long> second = Arbitraries.longs().between(0, 1_000);
        Arbitrary<Span> span = Combinators.combine(second, second).as((a, b) -> new Span(at(Math.min(a, b)),
                at(Math.max(a, b))));
        Arbitrary<Errand> errand = second.list().ofSize(4).map(times -> {
            List<Long> sorted = times.stream().sorted().toList();
            return errand(sorted.get(0), sorted.get(1), sorted.get(2), sorted.get(3));
        });
        Arbitrary<ByHand> override = Combinators.combine(second, Arbitraries.longs().between(1, 300),
                Arbitraries.of(UnitState.class)).as((a, lasts, state) -> new ByHand(at(a), at(a + lasts), state));
        return Combinators.combine(span.list().ofMaxSize(3), errand.list().ofMaxSize(1), override.list().ofMaxSize(3))
                .as(UnitRecord::new);
    }

    /** The history is what looking every second would have seen. */
    @Property(tries = 300)
    void theHistoryIsWhatWasThereEverySecond(@ForAll("records") UnitRecord record) {
        List<Stay> history = record.history(at(0), at(1_000));
        for (long second = 0; second <= 1_000; second++) {
            Instant now = at(second);
            Stay told = history.stream().filter(stay -> !stay.since().isAfter(now)).reduce((a, b) -> b).orElseThrow();
            assertThat(told.state()).as("at " + second).isEqualTo(record.at(now).state());
        }
    }
}
