package id.siaga.commandcenter.incident;

import id.siaga.commandcenter.account.Account;
import id.siaga.commandcenter.account.Role;
import id.siaga.commandcenter.account.Scope;
import id.siaga.commandcenter.sql.Database;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What people do to incidents: state, priority, category, notes; guarded by the version they last saw. */
public record IncidentDesk(Database database, IncidentMoves moves, List<Guard> guards, Duration reopenWithin) {
    /** Who may say how urgent an incident is and what it is of. */
    public static final Set<Role> CLASSIFIERS = Set.of(Role.OPERATOR, Role.KORLAP, Role.KEPALA_SATPOL_PP,
            Role.PENGELOLA_ADMIN);

    /** What somebody asks, and who: {@code scope} is where he may. */
    public record Asked(long id, int version, Scope scope, Account who) {
    }

    /** Work on an incident that is still as the caller saw it. */
    @FunctionalInterface
    interface Work {
        ChangeOutcome on(Connection connection, Seen seen) throws SQLException;
    }

    /** Applies {@code change} if the incident lies in the scope and is still at the version. */
    public ChangeOutcome change(Asked asked, IncidentChange change) {
        return onSeen(asked, (connection, seen) -> {
            Optional<ChangeOutcome> refusal = refusal(connection, seen, change, asked);
            return refusal.isPresent() ? refusal.get() : applied(connection, seen, change, asked.who().user());
        });
    }

    ChangeOutcome onSeen(Asked asked, Work work) {
        return database.transaction(connection -> {
            // Before any row: the inbox takes it first too, and nobody opens one of this cause meanwhile.
            Statements.execute(connection, "SELECT pg_advisory_xact_lock(hashtext('command.alert_inbox'))");
            Optional<Seen> seen = Seen.locked(connection, asked.scope(), asked.id());
            if (seen.isEmpty()) {
                return new ChangeOutcome.Missing();
            }
            return seen.get().version() == asked.version()
                    ? work.on(connection, seen.get())
                    : new ChangeOutcome.Stale(seen.get().version());
        });
    }

    private ChangeOutcome applied(Connection connection, Seen seen, IncidentChange change, String user)
            throws SQLException {
        if (change.move().isPresent()) {
            Escalations.acknowledge(connection, seen.id(), user, moves.clock().instant());
        }
        if (change.move().orElse(null) instanceof Move.DuplicateOf duplicate) {
            new Merge(moves).into(connection, seen, duplicate.incidentId(), user);
        }
        return new ChangeOutcome.Changed(moves.apply(connection, seen, change, user));
    }

    private Optional<ChangeOutcome> refusal(Connection connection, Seen seen, IncidentChange change, Asked asked)
            throws SQLException {
        Set<Role> roles = seen.rolesOf(asked.who());
        if ((change.priority().isPresent() || change.category().isPresent())
                && CLASSIFIERS.stream().noneMatch(roles::contains)) {
            return Optional.of(new ChangeOutcome.Forbidden(CLASSIFIERS));
        }
        if (change.category().isPresent() && !isCode(connection, change.category().get())) {
            return unfit("category", "bukan kode pelanggaran (no violation code)");
        }
        if (change.move().isEmpty()) {
            return Optional.empty();
        }
        Optional<ChangeOutcome> illegal = illegal(seen, change, change.move().get(), roles);
        if (illegal.isEmpty() && !isThere(connection, seen, change.move().get(), roles, asked.who())) {
            return Optional.of(new ChangeOutcome.Forbidden(OnDuty.others(
                    Transition.between(seen.state(), change.move().get().to()).orElseThrow())));
        }
        return illegal.isPresent() ? illegal : inTheWay(connection, seen, change.move().get(), asked.scope());
    }

    private boolean isThere(Connection connection, Seen seen, Move move, Set<Role> roles, Account who)
            throws SQLException {
        return !OnDuty.isDemanded(Transition.between(seen.state(), move.to()).orElseThrow(), roles)
                || OnDuty.is(connection, seen.id(), who.id(), moves.clock().instant());
    }

    private Optional<ChangeOutcome> illegal(Seen seen, IncidentChange change, Move move, Set<Role> roles) {
        Optional<Transition> transition = Transition.between(seen.state(), move.to())
                .filter(each -> !isTooLate(each, seen));
        if (transition.isEmpty()) {
            return Optional.of(new ChangeOutcome.Illegal(seen.state(), Transition.open(seen.state(), roles)));
        }
        if (!transition.get().isFor(roles)) {
            return Optional.of(new ChangeOutcome.Forbidden(transition.get().roles()));
        }
        return lacking(seen, change, transition.get());
    }

    private Optional<ChangeOutcome> lacking(Seen seen, IncidentChange change, Transition transition) {
        boolean overridden = change.move().orElse(null) instanceof Move.Verified verified
                && verified.outcome() == Verification.OVERRIDE;
        if (change.note().isEmpty() && (transition.words() == Transition.Words.REASON || overridden)) {
            return unfit("note", "alasan wajib diisi (a reason is required)");
        }
        if (seen.recode() && change.category().isEmpty() && !overridden && seen.state() == IncidentState.BARU
                && transition.to() == IncidentState.DIVERIFIKASI) {
            return unfit("category", "harus dikodekan ulang saat verifikasi (must be re-coded at verification)");
        }
        return Optional.empty();
    }

    private Optional<ChangeOutcome> inTheWay(Connection connection, Seen seen, Move move, Scope scope)
            throws SQLException {
        for (Guard guard : guards) {
            Optional<String> objection = guard.objection(connection, seen.id(), move.to());
            if (objection.isPresent()) {
                return Optional.of(new ChangeOutcome.Guarded(objection.get()));
            }
        }
        if (!seen.state().isOpen() && move.to().isOpen() && seen.isCauseOpen(connection)) {
            return Optional.of(new ChangeOutcome.AlreadyOpen(seen.cause()));
        }
        return move instanceof Move.DuplicateOf duplicate
                ? Merge.objection(connection, seen, duplicate.incidentId(), scope)
                        .map(reason -> new ChangeOutcome.Unfit("duplicate_of", reason))
                : Optional.empty();
    }

    private static Optional<ChangeOutcome> unfit(String field, String reason) {
        return Optional.of(new ChangeOutcome.Unfit(field, reason));
    }

    /** Only SELESAI has a term; after closure the head decides at any time. */
    private boolean isTooLate(Transition transition, Seen seen) {
        Instant now = moves.clock().instant();
        return transition.isReopening() && seen.state() == IncidentState.SELESAI
                && seen.finishedAt().map(at -> at.plus(reopenWithin).isBefore(now)).orElse(false);
    }

    private static boolean isCode(Connection connection, String category) throws SQLException {
        return Statements.row(connection, "SELECT 1 FROM command.violation_type WHERE code = ? AND active", category)
                .isPresent();
    }
}
