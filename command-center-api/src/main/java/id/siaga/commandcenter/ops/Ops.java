package id.siaga.commandcenter.ops;

import id.siaga.commandcenter.http.Problem;
import id.siaga.commandcenter.http.Screen;
import id.siaga.commandcenter.http.Shown;
import id.siaga.commandcenter.http.Visit;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** All pages, and where they stand. */
public final class Ops {

    private Ops() {
    }

    public static List<Screen.At> screens(Clock clock) {
        IncidentPage incident = new IncidentPage(clock);
        QueuePage queue = new QueuePage(clock);
        return Stream.of(List.of(get("/ops", Ops::home), get("/ops/antrean", queue),
                get("/ops/insiden/:id", incident::show), post("/ops/insiden/:id", incident::change),
                post("/ops/insiden/:id/langkah", incident::tick), get("/ops/peta", new MapPage(queue)),
                get("/ops/perangkat", new DevicesPage(clock)),
                get("/ops/perangkat/:device_id", new DevicePage(clock)), get("/ops/audit", new AuditPage(clock))),
                dispatch(new DispatchPage(clock, queue)), tasks(new TasksPage(clock)),
                accounts(new AccountsPage(), new AccountPage(clock)), me(new MePage(clock))).flatMap(List::stream)
                .toList();
    }

    private static List<Screen.At> dispatch(DispatchPage page) {
        return List.of(get("/ops/penugasan", page::show), post("/ops/penugasan/:id", page::assign),
                post("/ops/penugasan-lepas/:assignment", page::release));
    }

    private static List<Screen.At> tasks(TasksPage page) {
        return List.of(get("/ops/tugas", page::show), post("/ops/tugas/:id", page::say));
    }

    private static List<Screen.At> accounts(AccountsPage all, AccountPage one) {
        return List.of(get("/ops/akun", all::show), post("/ops/akun", all::create), post("/ops/akun-layar", all::pair),
                get("/ops/akun/:user", one::show), post("/ops/akun/:user/peran", one::give),
                post("/ops/akun/:user/peran/:id", one::revoke));
    }

    private static List<Screen.At> me(MePage page) {
        return List.of(get("/ops/saya", page::show), post("/ops/saya/sesi/:id", page::revoke),
                post("/ops/saya/sandi", page::password), post("/ops/keluar", page::leave));
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
