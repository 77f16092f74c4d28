package id.siaga.commandcenter.incident;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.account.Role;
import java.util.List;
import java.util.Set;

/** Pausing an incident's clocks and letting them go on. */
public record Waiting(IncidentDesk desk) {
    private static final Set<Role> MAY = Set.of(Role.OPERATOR, Role.KORLAP, Role.KEPALA_SATPOL_PP);

    /** Those in force, and of which priorities each may be given. */
    public List<ObjectNode> reasons() {
        return desk.database()
                .rows("""
                      SELECT code, name, to_jsonb(priorities) AS priorities, status FROM command.pause_reason
                      WHERE active ORDER BY name""");
    }

    public ChangeOutcome pause(IncidentDesk.Asked asked, String reason, String note) {
        return desk.onSeen(asked, (connection, seen) -> {
            if (MAY.stream().noneMatch(seen.rolesOf(asked.who())::contains)) {
                return new ChangeOutcome.Forbidden(MAY);
            }
            if (!seen.state().isOpen() || seen.paused()) {
                return new ChangeOutcome.Guarded("sudah dijeda atau selesai (already paused, or no longer open)");
            }
            if (!Pauses.allows(connection, reason, seen.priority())) {
                return new ChangeOutcome.Unfit("reason", "tidak berlaku untuk %s (not for this priority)"
                        .formatted(seen.priority()));
            }
            pauses().begin(connection, seen, reason, note, asked.who().user());
            return new ChangeOutcome.Changed(desk.moves().publish(connection, seen.id()));
        });
    }

    public ChangeOutcome resume(IncidentDesk.Asked asked) {
        return desk.onSeen(asked, (connection, seen) -> {
            if (!seen.paused()) {
                return new ChangeOutcome.Guarded("tidak sedang dijeda (not paused)");
            }
            pauses().end(connection, seen, asked.who().user());
            return new ChangeOutcome.Changed(desk.moves().publish(connection, seen.id()));
        });
    }

    private Pauses pauses() {
        return new Pauses(desk.moves().timeline(), desk.moves().clock());
    }
}
