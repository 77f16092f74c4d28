package id.siaga.commandcenter;

import id.siaga.commandcenter.closure.CaptureNonces;
import id.siaga.commandcenter.closure.ClosureNews;
import id.siaga.commandcenter.closure.ClosurePolicy;
import id.siaga.commandcenter.closure.ClosureQueries;
import id.siaga.commandcenter.closure.ClosureReviews;
import id.siaga.commandcenter.closure.Closures;
import id.siaga.commandcenter.closure.IncidentPhotos;
import id.siaga.commandcenter.closure.Verdict;
import id.siaga.commandcenter.closure.photo.Pictures;
import id.siaga.commandcenter.http.ClosureEndpoints;
import id.siaga.commandcenter.http.Endpoint;
import id.siaga.commandcenter.http.IncidentPhotoEndpoints;
import id.siaga.commandcenter.incident.Guard;
import id.siaga.commandcenter.incident.IncidentMoves;
import id.siaga.commandcenter.sql.Database;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Everything about closures, put together. */
record ClosureDesk(IncidentPhotoEndpoints photos, ClosureEndpoints closures) {

    /** @param others what else must hold before an incident is over */
    static ClosureDesk open(Database database, IncidentMoves moves, List<Guard> others, ClosurePolicy policy) {
        ClosureNews news = new ClosureNews(moves.stream(), moves.clock());
        return new ClosureDesk(
                new IncidentPhotoEndpoints(new CaptureNonces(database, policy.capture(), moves.clock()),
                        new IncidentPhotos(database, new Pictures(policy.picture()), policy.capture(),
                                moves.clock())),
                new ClosureEndpoints(new Closures(new Verdict(policy), moves, others, news),
                        new ClosureReviews(moves, others, news), new ClosureQueries(database), moves.clock()));
    }

    Map<String, Endpoint> byOperation() {
        Map<String, Endpoint> all = new HashMap<>(photos.byOperation());
        all.putAll(closures.byOperation());
        return all;
    }

    /** Forgets what may be forgotten. */
    void forget() {
        photos.nonces().forget();
        photos.photos().forget();
    }
}
