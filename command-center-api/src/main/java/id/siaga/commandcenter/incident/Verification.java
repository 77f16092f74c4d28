package id.siaga.commandcenter.incident;

import java.util.Optional;

/** What examining an incident's truth came to (Perwal Bekasi 71/2020 P.1 no.18). */
public enum Verification {
    VALID, INVALID, DUPLICATE, OUT_OF_JURISDICTION,
    /** Not examined: life or safety is at stake, somebody answers for sending a unit at once. */
    OVERRIDE;

    /** What leaving {@code from} by {@code move} says of it; nothing once units are at work. */
    static Optional<Verification> by(Move move, IncidentState from) {
        if (from != IncidentState.BARU && from != IncidentState.DIVERIFIKASI) {
            return Optional.empty();
        }
        return switch (move) {
            case Move.Verified verified -> Optional.of(verified.outcome());
            case Move.DuplicateOf duplicate -> Optional.of(DUPLICATE);
            case Move.Forwarded forwarded -> Optional.of(OUT_OF_JURISDICTION);
            case Move.On on when on.to() == IncidentState.DITOLAK -> Optional.of(INVALID);
            case Move.On on -> Optional.empty();
        };
    }
}
