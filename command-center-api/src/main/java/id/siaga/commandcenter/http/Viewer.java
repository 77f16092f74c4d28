package id.siaga.commandcenter.http;

import id.siaga.commandcenter.account.Role;
import id.siaga.commandcenter.account.Scope;
import id.siaga.commandcenter.account.Session;
import java.util.Optional;
import java.util.Set;

/**
 * Who looks at the stream, and what of it.
 *
 * @param incidents where incidents may be seen, empty for none
 */
record Viewer(long session, Kind kind, Optional<Scope> incidents) {

    /** Whether strangers stand before the screen. */
    enum Kind {
        STAFF, VISITOR
    }

    /** Whoever may open the stream at all, and who may read incidents, as the contract says. */
    record Rules(Set<Role> watchers, Set<Role> readers) {

        static Rules of(Contract contract) {
            return new Rules(contract.operation("stream").roles(), contract.operation("incidents").roles());
        }

        /** Empty when the session may not look on, or no longer. */
        Optional<Viewer> viewer(Session session) {
            if (session.standing() != Session.Standing.ACTIVE || !session.account().holdsAny(watchers)) {
                return Optional.empty();
            }
            boolean reads = session.account().holdsAny(readers);
            return Optional.of(new Viewer(session.id(),
                    session.reach() == Session.Reach.VISITOR ? Kind.VISITOR : Kind.STAFF,
                    reads ? Optional.of(session.account().scope(readers)) : Optional.empty()));
        }
    }

    boolean isVisitor() {
        return kind == Kind.VISITOR;
    }

    boolean covers(Optional<String> kecamatan) {
        return incidents.filter(scope -> scope.covers(kecamatan)).isPresent();
    }
}
