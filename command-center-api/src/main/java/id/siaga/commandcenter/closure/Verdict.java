package id.siaga.commandcenter.closure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.closure.Doubt.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Gathers every doubt about a closure; none means that it is believed. */
public record Verdict(ClosurePolicy policy) {

    List<Doubt> doubts(Connection connection, ObjectNode incident, List<PhotoFacts> photos, List<Sensor> sensors,
            Instant now) throws SQLException {
        long incidentId = incident.path("incident_id").longValue();
        Requirement requirement = Requirement.of(connection, incident.path("category").asText());
        List<Doubt> doubts = new ArrayList<>();
        if (photos.size() < requirement.photos()) {
            doubts.add(Doubt.of(Kind.PHOTO_MISSING,
                    String.format(Locale.ROOT, "%d foto, kategori %s perlu %d (too few photos)",
                            photos.size(), incident.path("category").asText(), requirement.photos())));
        }
        PhotoDoubts byThemselves = new PhotoDoubts(policy, requirement.radiusM());
        photos.forEach(photo -> doubts.addAll(byThemselves.of(photo)));
        doubts.addAll(new Likenesses(policy.likeness()).of(connection, incidentId,
                photos.stream().map(PhotoFacts::id).toList()));
        sensors.forEach(sensor -> sensor.doubt().ifPresent(doubts::add));
        Instant over = photos.stream().map(PhotoFacts::capturedAt).max(Instant::compareTo).orElse(now);
        doubts.addAll(new Journey(policy.fastestMps()).doubts(connection, incidentId, photos,
                new Journey.Handling(over, requirement.least())));
        return doubts;
    }
}
