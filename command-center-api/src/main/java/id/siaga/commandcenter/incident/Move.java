package id.siaga.commandcenter.incident;

/** A step of an incident into another state, with what that state needs to know. */
public sealed interface Move {

    IncidentState to();

    /** Where a state is all there is to say. */
    record On(IncidentState to) implements Move {
    }

    /** Examined, or let through unexamined. */
    record Verified(Verification outcome) implements Move {
        @Override
        public IncidentState to() {
            return IncidentState.DIVERIFIKASI;
        }
    }

    /** The same thing as another incident, which takes over its alerts. */
    record DuplicateOf(long incidentId) implements Move {
        @Override
        public IncidentState to() {
            return IncidentState.DUPLIKAT;
        }
    }

    /** Another agency's. */
    record Forwarded(String agency) implements Move {
        @Override
        public IncidentState to() {
            return IncidentState.DITERUSKAN;
        }
    }
}
