package id.siaga.commandcenter.incident;

import static id.siaga.commandcenter.account.Role.KEPALA_SATPOL_PP;
import static id.siaga.commandcenter.account.Role.KORLAP;
import static id.siaga.commandcenter.account.Role.OPERATOR;
import static id.siaga.commandcenter.account.Role.PETUGAS;
import static id.siaga.commandcenter.incident.IncidentState.BARU;
import static id.siaga.commandcenter.incident.IncidentState.DIBATALKAN;
import static id.siaga.commandcenter.incident.IncidentState.DITANGANI;
import static id.siaga.commandcenter.incident.IncidentState.DITERUSKAN;
import static id.siaga.commandcenter.incident.IncidentState.DITOLAK;
import static id.siaga.commandcenter.incident.IncidentState.DITUGASKAN;
import static id.siaga.commandcenter.incident.IncidentState.DITUTUP;
import static id.siaga.commandcenter.incident.IncidentState.DIVERIFIKASI;
import static id.siaga.commandcenter.incident.IncidentState.DI_LOKASI;
import static id.siaga.commandcenter.incident.IncidentState.DUPLIKAT;
import static id.siaga.commandcenter.incident.IncidentState.MENUJU_LOKASI;
import static id.siaga.commandcenter.incident.IncidentState.SELESAI;

import id.siaga.commandcenter.account.Role;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who may take an incident where, and whether he must say why. This table is all there is: what is not in it is not
 * allowed to anybody.
 */
public record Transition(Set<IncidentState> from, IncidentState to, Set<Role> roles, Words words) {

    /** Whether a reason must be given. */
    public enum Words {
        OPTIONAL, REASON
    }

    private static final Set<Role> DESK = Set.of(OPERATOR, KORLAP, KEPALA_SATPOL_PP);
    private static final Set<Role> FIELD = Set.of(PETUGAS, OPERATOR, KORLAP, KEPALA_SATPOL_PP);
    private static final Set<Role> HEADS = Set.of(KORLAP, KEPALA_SATPOL_PP);

    private static final List<Transition> ALL = List.of(
            new Transition(Set.of(BARU), DIVERIFIKASI, DESK, Words.OPTIONAL),
            new Transition(Set.of(DIVERIFIKASI), DITUGASKAN, DESK, Words.OPTIONAL),
            new Transition(Set.of(DITUGASKAN), MENUJU_LOKASI, FIELD, Words.OPTIONAL),
            new Transition(Set.of(MENUJU_LOKASI), DI_LOKASI, FIELD, Words.OPTIONAL),
            new Transition(Set.of(DI_LOKASI), DITANGANI, FIELD, Words.OPTIONAL),
            new Transition(Set.of(DITANGANI), SELESAI, FIELD, Words.OPTIONAL),
            new Transition(Set.of(SELESAI), DITUTUP, HEADS, Words.OPTIONAL),
            // Units withdrawn: it waits for others.
            new Transition(Set.of(DITUGASKAN, MENUJU_LOKASI, DI_LOKASI), DIVERIFIKASI, DESK, Words.REASON),
            new Transition(Set.of(BARU, DIVERIFIKASI), DITOLAK, DESK, Words.REASON),
            new Transition(Set.of(BARU, DIVERIFIKASI, DITUGASKAN), DUPLIKAT, DESK, Words.REASON),
            new Transition(Set.of(BARU, DIVERIFIKASI, DITUGASKAN, MENUJU_LOKASI, DI_LOKASI, DITANGANI), DITERUSKAN,
                    DESK, Words.REASON),
            new Transition(Set.of(BARU, DIVERIFIKASI, DITUGASKAN, MENUJU_LOKASI, DI_LOKASI), DIBATALKAN, DESK,
                    Words.REASON),
            // Reopened; after closure by the head alone (Perwal Bekasi 71/2020 P.11 huruf a).
            new Transition(Set.of(SELESAI), DITANGANI, DESK, Words.REASON),
            new Transition(Set.of(DITUTUP), DITANGANI, Set.of(KEPALA_SATPOL_PP), Words.REASON));

    public static List<Transition> all() {
        return ALL;
    }

    public static Optional<Transition> between(IncidentState from, IncidentState to) {
        return ALL.stream().filter(each -> each.to == to && each.from.contains(from)).findFirst();
    }

    /** Where one of {@code roles} may take it from {@code state}. */
    public static List<IncidentState> open(IncidentState state, Set<Role> roles) {
        return ALL.stream().filter(each -> each.from.contains(state) && each.isFor(roles)).map(Transition::to).sorted()
                .toList();
    }

    boolean isFor(Set<Role> held) {
        return roles.stream().anyMatch(held::contains);
    }

    boolean isReopening() {
        return to.isOpen() && from.stream().noneMatch(IncidentState::isOpen);
    }
}
