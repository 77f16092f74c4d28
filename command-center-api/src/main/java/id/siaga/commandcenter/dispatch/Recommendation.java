package id.siaga.commandcenter.dispatch;

import id.siaga.commandcenter.unit.UnitState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which units to send: the fit ones, soonest first, then the others with what stands against them. Pure. */
public final class Recommendation {
    private static final Comparator<Verdict> ORDER = Comparator.comparing(Verdict::isFit).reversed()
            .thenComparing(verdict -> verdict.reach().map(Verdict.Reach::etaS).orElse(Long.MAX_VALUE))
            .thenComparing(verdict -> verdict.candidate().callSign());

    private final Need need;
    private final FieldPolicy policy;
    private final Instant now;

    private Recommendation(Need need, FieldPolicy policy, Instant now) {
        this.need = need;
        this.policy = policy;
        this.now = now;
    }

    public static List<Verdict> of(Need need, List<Candidate> candidates, FieldPolicy policy, Instant now) {
        Recommendation recommendation = new Recommendation(need, policy, now);
        return candidates.stream().map(recommendation::verdict).sorted(ORDER).toList();
    }

    private Verdict verdict(Candidate unit) {
        Optional<Verdict.Reach> reach = reach(unit);
        List<String> reasons = new ArrayList<>();
        List<String> against = new ArrayList<>();
        reach.ifPresent(way -> reasons.add("%d m, tiba sekitar %d menit (about %<d min)".formatted(way.metres(),
                Math.ceilDiv(way.etaS(), 60))));
        remark(unit.kecamatan().equals(need.kecamatan()) && need.kecamatan().isPresent(),
                "kecamatan sama (same kecamatan)",
                "kecamatan lain (other kecamatan)", reasons, against);
        remark(unit.kind().fits(need.category()), unit.kind().name() + " sesuai (fits) " + need.category(),
                unit.kind().name() + " tidak sesuai (does not fit) " + need.category(), reasons, against);
        need.qualifications().stream().sorted().forEach(skill -> remark(unit.crew().qualifications().contains(skill),
                "regu terlatih (crew trained) " + skill, "regu tanpa (crew without) " + skill, reasons, against));
        return new Verdict(unit, reach, List.copyOf(reasons), List.copyOf(against), excluded(unit));
    }

    private static void remark(boolean good, String reason, String objection, List<String> reasons,
            List<String> against) {
        (good ? reasons : against).add(good ? reason : objection);
    }

    private Optional<Verdict.Reach> reach(Candidate unit) {
        return need.spot().flatMap(goal -> unit.last().filter(fix -> !isStale(fix.at())).map(fix -> {
            double metres = goal.metresTo(fix.spot());
            long age = Math.max(0, Duration.between(fix.at(), now).toSeconds());
            double drive = metres * policy.roadFactor() / (unit.kind().speedKmh() / 3.6);
            return new Verdict.Reach(Math.round(metres), Math.round(drive) + age, age);
        }));
    }

    private boolean isStale(Instant at) {
        return at.isBefore(now.minus(policy.stale()));
    }

    private List<String> excluded(Candidate unit) {
        List<String> excluded = new ArrayList<>(unready(unit));
        unit.errand().ifPresent(errand -> excluded.add(errand.incidentId() == need.incidentId()
                ? "sudah ditugaskan ke insiden ini (already on it)"
                : "sedang menangani (on) %s %s".formatted(errand.number(), errand.priority())));
        if (unit.calling()) {
            excluded.add("satuan ini yang memanggil (it is the one calling)");
        }
        if (!unit.kind().fits(need.category())) {
            excluded.add("jenis tidak sesuai (kind does not fit)");
        }
        if (unit.last().isEmpty()) {
            excluded.add("tanpa posisi (no position)");
        }
        unit.last().filter(fix -> isStale(fix.at())).ifPresent(fix -> excluded.add(
                "posisi basi, %d detik (stale position, s)".formatted(Duration.between(fix.at(), now).toSeconds())));
        return List.copyOf(excluded);
    }

    /** Why nobody should send it anywhere. */
    static List<String> unready(Candidate unit) {
        List<String> unready = new ArrayList<>();
        if (unit.state() == UnitState.LUAR_DINAS) {
            unready.add("di luar dinas (off duty)");
        }
        if (unit.state() == UnitState.ISTIRAHAT) {
            unready.add("sedang istirahat (on a break)");
        }
        if (unit.crew().size() == 0) {
            unready.add("tanpa regu (no crew)");
        }
        if (unit.shortRest()) {
            unready.add("regu kurang istirahat antar giliran (too little rest between shifts)");
        }
        return unready;
    }
}
