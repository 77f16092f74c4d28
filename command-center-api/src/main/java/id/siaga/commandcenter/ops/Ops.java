package id.siaga.commandcenter.ops;

import id.siaga.commandcenter.http.Problem;
import id.siaga.commandcenter.http.Screen;
import id.siaga.commandcenter.http.Shown;
import id.siaga.commandcenter.http.Visit;
import java.time.Clock;
import java.util.List;

/** All pages, and where they stand. */
public final class Ops {

    private Ops() {
    }

    public static List<Screen.At> screens(Clock clock) {
        IncidentPage incident = new IncidentPage(clock);
        QueuePage queue = new QueuePage(clock);
        MePage me = new MePage();
        return List.of(get("/ops", Ops::home), get("/ops/antrean", queue),
                get("/ops/insiden/:id", incident::show), post("/ops/insiden/:id", incident::change),
                get("/ops/peta", new MapPage(queue)), get("/ops/perangkat", new DevicesPage(clock)),
                get("/ops/perangkat/:device_id", new DevicePage(clock)), get("/ops/saya", me),
                post("/ops/keluar", me::leave));
    }

    /** The first page the reader may see. */
    private static Shown home(Visit visit) {
        return new Shown.Elsewhere(Frame.of(visit, Place.ME).places().getFirst().path());
    }

    private static Screen.At get(String path, Screen screen) {
        return new Screen.At("GET", path, refusedInWords(screen));
    }

    private static Screen.At post(String path, Screen screen) {
        return new Screen.At("POST", path, refusedInWords(screen));
    }

    /** What the API refuses, the page refuses, as a page. */
    private static Screen refusedInWords(Screen screen) {
        return visit -> {
            try {
                return screen.answer(visit);
            } catch (Problem refused) {
                Refusal refusal = Refusal.of(refused);
                return Templates.shown(refused.status(), "refusal",
                        Frame.of(visit, refusal.title(), "Not shown"), refusal);
            }
        };
    }
}
