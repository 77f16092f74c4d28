package id.siaga.commandcenter.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import id.siaga.commandcenter.Settings;
import id.siaga.commandcenter.incident.Priority;
import id.siaga.commandcenter.unit.Fix;
import id.siaga.commandcenter.unit.Spot;
import id.siaga.commandcenter.unit.UnitState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecommendationTest {
    private static final Instant NOW = Instant.parse("2026-11-21T03:00:00Z");
    private static final FieldPolicy POLICY = Settings.shipped().field();
    private static final Need FLOOD = new Need(7, "TBN", Priority.P1, Optional.of("32.75.01"),
            Optional.of(new Spot(-6.3, 107)), Set.of("EVAKUASI_BANJIR"));
    private static final Candidate.Kind CAR = new Candidate.Kind("Mobil patroli", 30, Set.of());
    private static final Candidate.Kind BIKE = new Candidate.Kind("Motor patroli", 35, Set.of("TJL"));
    private static final Candidate.Crew TRAINED = new Candidate.Crew(3, Set.of("EVAKUASI_BANJIR"));

    private static Candidate unit(String name, double northDegrees, long ageS) {
        return new Candidate(name.hashCode(), name, CAR, Optional.of("32.75.01"), UnitState.SIAGA, TRAINED, false,
                Optional.empty(), false,
                Optional.of(new Fix(NOW.minusSeconds(ageS), new Spot(-6.3 + northDegrees, 107))));
    }

    private static Candidate with(Candidate c, Candidate.Kind kind, UnitState state, Candidate.Crew crew) {
        return new Candidate(c.unitId(), c.callSign(), kind, c.kecamatan(), state, crew, c.shortRest(), c.errand(),
                c.calling(), c.last());
    }

    private static Verdict only(Candidate unit) {
        return Recommendation.of(FLOOD, List.of(unit), POLICY, NOW).getFirst();
    }

    @Test
    void theSoonestComesFirstWithItsReasons() {
        List<Verdict> order = Recommendation.of(FLOOD, List.of(unit("far", 0.05, 5), unit("near", 0.01, 5),
                unit("nearer but seen long ago", 0.009, 119)), POLICY, NOW);
        assertThat(order).extracting(verdict -> verdict.candidate().callSign()).containsExactly("near",
                "nearer but seen long ago", "far");
        assertThat(order.getFirst().reach().orElseThrow()).isEqualTo(new Verdict.Reach(1_112, 192, 5));
        assertThat(order.getFirst().reasons()).containsExactly("1112 m, tiba sekitar 4 menit (about 4 min)",
                "kecamatan sama (same kecamatan)", "Mobil patroli sesuai (fits) TBN",
                "regu terlatih (crew trained) EVAKUASI_BANJIR");
        assertThat(order.getFirst().against()).isEmpty();
    }

    @Test
    void theUnfitAreListedAfterAllWithWhatExcludesThem() {
        assertThat(only(unit("stale", 0.001, 121)).excluded())
                .containsExactly("posisi basi, 121 detik (stale position, s)");
        assertThat(only(with(unit("off", 0, 1), CAR, UnitState.LUAR_DINAS, new Candidate.Crew(0, Set.of())))
                .excluded()).containsExactly("di luar dinas (off duty)", "tanpa regu (no crew)");
        assertThat(only(with(unit("break", 0, 1), CAR, UnitState.ISTIRAHAT, TRAINED)).excluded())
                .containsExactly("sedang istirahat (on a break)");
        assertThat(only(with(unit("bike", 0, 1), BIKE, UnitState.SIAGA, TRAINED)).excluded())
                .containsExactly("jenis tidak sesuai (kind does not fit)");
        Candidate base = unit("x", 0, 1);
        Candidate tired = new Candidate(1, "tired", CAR, base.kecamatan(), UnitState.SIAGA, TRAINED, true,
                Optional.of(new Candidate.Errand(3, "TJL-1", Priority.P3)), true, Optional.empty());
        assertThat(only(tired).excluded()).containsExactly(
                "regu kurang istirahat antar giliran (too little rest between shifts)",
                "sedang menangani (on) TJL-1 P3", "satuan ini yang memanggil (it is the one calling)",
                "tanpa posisi (no position)");
        assertThat(Recommendation.of(FLOOD, List.of(unit("stale", 0, 500), unit("fit", 0.09, 1)), POLICY, NOW))
                .extracting(Verdict::isFit).containsExactly(true, false);
    }

    @Test
    void anotherKecamatanOrAnUntrainedCrewSpeaksAgainstButDoesNotExclude() {
        Candidate base = unit("guest", 0.01, 1);
        Candidate guest = new Candidate(1, "guest", CAR, Optional.of("32.75.02"), UnitState.SIAGA,
                new Candidate.Crew(2, Set.of()), false, Optional.empty(), false, base.last());
        assertThat(only(guest).isFit()).isTrue();
        assertThat(only(guest).against()).containsExactly("kecamatan lain (other kecamatan)",
                "regu tanpa (crew without) EVAKUASI_BANJIR");
    }

    @Test
    void theOrderOfTheListDoesNotMatter() {
        List<Candidate> units = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            units.add(unit("u%02d".formatted(i), (i % 7) * 0.01, (i % 5) * 40L));
        }
        List<Verdict> told = Recommendation.of(FLOOD, units, POLICY, NOW);
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(units, new Random(seed));
            assertThat(Recommendation.of(FLOOD, units, POLICY, NOW)).isEqualTo(told);
        }
    }
}
