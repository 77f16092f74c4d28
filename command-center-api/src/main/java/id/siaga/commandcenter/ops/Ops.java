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
                get("/ops/peta", new MapPage(queue)),
                get("/ops/perangkat", new DevicesPage(clock)),
                get("/ops/perangkat/:device_id", new DevicePage(clock)), get("/ops/audit", new AuditPage(clock))),
                ties(new IncidentTies(incident::shown)), reporter(new ReporterPage(clock)), desk(new ReportPage(clock)),
                closures(new ClosuresPage(clock)), escalations(new EscalationsPage(clock)),
                dispatch(new DispatchPage(clock, queue)), tasks(new TasksPage(clock)),
                accounts(new AccountsPage(clock), new AccountPage(clock)), standing(new AccountPage(clock)),
                me(new MePage(clock))).flatMap(List::stream)
                .toList();
    }

    private static List<Screen.At> ties(IncidentTies ties) {
        String path = "/ops/insiden/:id/";
        return List.of(post(path + "langkah", ties::tick), post(path + "kecuali", ties::waive),
                post(path + "penutupan", ties::propose), post(path + "jeda", ties::pause),
                post(path + "bagi", ties::share), post(path + "tidak-bagi", ties::unshare),
                post(path + "pisah", ties::split), post(path + "eskalasi", ties::acknowledge));
    }

    private static List<Screen.At> reporter(ReporterPage page) {
        String path = "/ops/insiden/:id/pelapor";
        return List.of(get(path, page::show), post(path, page::read));
    }

    private static List<Screen.At> desk(ReportPage page) {
        return List.of(get("/ops/lapor", page::show), post("/ops/lapor", page::report));
    }

    private static List<Screen.At> closures(ClosuresPage page) {
        return List.of(get("/ops/penutupan", page::show), post("/ops/penutupan/:id", page::review));
    }

    private static List<Screen.At> escalations(EscalationsPage page) {
        return List.of(get("/ops/eskalasi", page::show), post("/ops/eskalasi/:id", page::answer));
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
                post("/ops/akun-layar/:id", all::unplug),
                get("/ops/akun/:user", one::show), post("/ops/akun/:user/peran", one::give),
                post("/ops/akun/:user/peran/:id", one::revoke));
    }

    private static List<Screen.At> standing(AccountPage page) {
        AccountStanding one = new AccountStanding(page::shown);
        String path = "/ops/akun/:user/";
        return List.of(post(path + "tangguh", one::suspend), post(path + "tangguh/:id", one::lift),
                post(path + "keluar", one::leave), post(path + "keluar-selesai", one::complete),
                post(path + "sandi", page::resetPassword), post(path + "kode", one::resetCodes));
    }

    private static List<Screen.At> me(MePage page) {
        return List.of(get("/ops/saya", page::show), post("/ops/saya/sesi/:id", page::revoke),
                post("/ops/saya/sandi", page::password), post("/ops/saya/kode", page::enrol),
                post("/ops/saya/kode-pasti", page::confirm), post("/ops/saya/kode-hapus", page::remove),
                post("/ops/keluar", page::leave));
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
                if (Refusal.isForPassword(refused)) {
                    return new Shown.Elsewhere("/password");
                }
                Refusal refusal = Refusal.of(refused);
                return Templates.shown(refused.status(), "refusal",
                        Frame.of(visit, refusal.title(), ""), refusal);
            }
        };
    }
}
