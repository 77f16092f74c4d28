package id.siaga.commandcenter.ops;

import id.siaga.commandcenter.http.Screen;
import id.siaga.commandcenter.http.Shown;
import id.siaga.commandcenter.http.Visit;
import java.util.List;

/** Incidents, devices and units where they are, and the same incidents as a list for the keyboard. */
public record MapPage(QueuePage queue) implements Screen {

    /** What the reader may see besides incidents. */
    public record View(List<IncidentRow> rows, boolean devices, boolean units) {
    }

    @Override
    public Shown answer(Visit visit) {
        return Templates.shown("map", Frame.of(visit, Place.MAP),
                new View(queue.view(visit).rows(), visit.offers("devices"), visit.offers("unit_positions")));
    }
}
