package id.siaga.commandcenter.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.incident.ChangeOutcome;
import id.siaga.commandcenter.incident.IncidentDesk;
import id.siaga.commandcenter.incident.IncidentQueries;
import id.siaga.commandcenter.incident.IncidentState;

/** How a change of an incident ended, in HTTP. */
final class Outcomes {

    private Outcomes() {
    }

    /** What the caller asks about, as he last saw it. */
    static IncidentDesk.Asked asked(Call call) {
        return new IncidentDesk.Asked(call.id(), Math.toIntExact(Math.min(Tag.seen(call), Integer.MAX_VALUE)),
                call.scope(), call.account());
    }

    /** Refuses what is not there, or out of the caller's scope. */
    static void mustExist(IncidentQueries queries, Call call) {
        if (queries.incident(call.scope(), call.id()).isEmpty()) {
            throw Problem.missing("insiden " + call.path("id"));
        }
    }

    static Reply reply(ChangeOutcome outcome, Call call) {
        return switch (outcome) {
            case ChangeOutcome.Changed changed -> tagged(changed.incident());
            case ChangeOutcome.Missing missing -> throw Problem.missing("insiden " + call.path("id"));
            case ChangeOutcome.Stale stale -> throw Tag.changedMeanwhile(stale.version());
            case ChangeOutcome.Illegal illegal -> throw new Problem(409, "illegal-transition",
                    "Perpindahan status tidak boleh (illegal transition)",
                    "Dari %s boleh ke (allowed): %s".formatted(illegal.from(), illegal.allowed()))
                    .with("allowed", illegal.allowed().stream().map(IncidentState::name).toList());
            case ChangeOutcome.Forbidden forbidden -> throw Problem
                    .forbidden("Perlu salah satu peran (needs one of) " + forbidden.roles());
            case ChangeOutcome.NotAtHome away -> throw Problem.forbidden(
                    "Hanya kecamatan tempat kejadian atau seluruh kota (only its own kecamatan, or the whole city) "
                            + away.roles());
            case ChangeOutcome.Unfit unfit -> throw Problem.field(unfit.field(), unfit.reason());
            case ChangeOutcome.Guarded guarded -> throw new Problem(409, "guarded",
                    "Belum boleh (something must hold first)", guarded.reason());
            case ChangeOutcome.AlreadyOpen open -> throw new Problem(409, "cause-already-open",
                    "Insiden lain masih terbuka (another incident is open)", open.cause());
        };
    }

    static Reply tagged(ObjectNode incident) {
        return Reply.ok(incident).with("ETag", Tag.of(incident.path("version").longValue()));
    }
}
