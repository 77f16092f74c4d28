package id.siaga.commandcenter.closure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.closure.Doubt.Kind;
import id.siaga.commandcenter.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether somebody can have been there by then: from where they took another photo, and since they were sent. */
record Journey(double fastestMps) {

    List<Doubt> doubts(Connection connection, long incidentId, List<PhotoFacts> photos, Handling handling)
            throws SQLException {
        List<Doubt> doubts = new ArrayList<>();
        for (PhotoFacts photo : photos) {
            travelled(connection, incidentId, photo).ifPresent(doubts::add);
        }
        handled(connection, incidentId, handling).ifPresent(doubts::add);
        return doubts;
    }

    /** When it is said to be over, and how long that must have taken at least. */
    record Handling(Instant overAt, Duration least) {
    }

    /** The same person's nearest photo in time of another incident, before or after. */
    private Optional<Doubt> travelled(Connection connection, long incidentId, PhotoFacts photo) throws SQLException {
        return Statements.row(connection,
                """
                SELECT o.photo_id, o.captured_at, o.latitude, o.longitude, o.accuracy_m, i.number
                FROM command.incident_photo p
                JOIN command.incident_photo o ON o.account_id = p.account_id AND o.purpose = 'CLOSURE'
                JOIN command.incident i ON i.incident_id = o.incident_id
                WHERE p.photo_id = ? AND o.incident_id <> ?
                  AND o.captured_at BETWEEN p.captured_at - interval '1 hour' AND p.captured_at + interval '1 hour'
                ORDER BY abs(extract(epoch FROM o.captured_at - p.captured_at)), o.photo_id LIMIT 1""", photo.id(),
                incidentId).filter(other -> isTooFar(photo, other))
                .map(other -> Doubt.of(Kind.TOO_FAST, String.format(Locale.ROOT,
                        "Foto %d: petugas yang sama memotret %s pada %s, terlalu jauh untuk ditempuh (too far to travel)",
                        photo.id(), other.path("number").asText(),
                        Wib.time(Instant.parse(other.path("captured_at").asText())))));
    }

    private boolean isTooFar(PhotoFacts photo, ObjectNode other) {
        double metres = Metres.between(photo.latitude(), photo.longitude(), other.path("latitude").doubleValue(),
                other.path("longitude").doubleValue()) - photo.accuracyM() - other.path("accuracy_m").doubleValue();
        Duration between = Duration.between(photo.capturedAt(), Instant.parse(other.path("captured_at").asText()))
                .abs();
        return metres > fastestMps * between.toMillis() / 1_000.0;
    }

    private static Optional<Doubt> handled(Connection connection, long incidentId, Handling handling)
            throws SQLException {
        Instant sent = Instant.parse(Statements.only(connection,
                """
                SELECT coalesce((SELECT max(at) FROM command.incident_timeline t
                                 WHERE t.incident_id = i.incident_id AND t.to_state = 'DITUGASKAN'
                                   AND t.from_state <> 'DITUGASKAN'), opened_at) AS sent
                FROM command.incident i WHERE incident_id = ?""", incidentId).path("sent").asText());
        Duration took = Duration.between(sent, handling.overAt());
        return took.compareTo(handling.least()) >= 0
                ? Optional.empty()
                : Optional.of(Doubt.of(Kind.TOO_FAST, String.format(Locale.ROOT,
                        "Selesai %d detik sesudah ditugaskan, paling cepat %d (over too soon after being assigned)",
                        took.toSeconds(), handling.least().toSeconds())));
    }
}
