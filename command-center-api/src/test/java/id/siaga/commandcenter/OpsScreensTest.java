package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import id.siaga.commandcenter.account.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every page with a town's data, by axe-core and at three sizes; with -Dsiaga.docs=write also drawn into docs/screens. */
class OpsScreensTest {
    private static final Map<String, Page> PAGES = new LinkedHashMap<>();
    private static final Path DRAWN = Path.of(System.getProperty("siaga.root", "..")).resolve("docs/screens");
    private static Town town;
    private static OnBrowser browser;

    @BeforeAll
    static void start() throws Exception {
        town = new Town();
        browser = new OnBrowser(town.port());
        town.populate();
        long flood = town.opened();
        Shift shift = Shift.begin(town);
        add("antrean", "/ops/antrean");
        add("insiden", "/ops/insiden/" + flood);
        add("insiden-ditangani", "/ops/insiden/" + shift.handled());
        add("peta", "/ops/peta");
        add("lapor", "/ops/lapor");
        add("penugasan", "/ops/penugasan?insiden=" + shift.waiting());
        add("penutupan", "/ops/penutupan");
        add("eskalasi", "/ops/eskalasi");
        add("perangkat", "/ops/perangkat");
        add("perangkat-satu", "/ops/perangkat/awlr-p2c");
        add("akun", "/ops/akun");
        add("audit", "/ops/audit?tujuan=Pemeriksaan+berkala&object_type=incident");
        add("saya", "/ops/saya");
        add("tidak-ada", "/ops/insiden/999999");
        PAGES.put("akun-satu", new Page("/ops/akun/petugas1", town.running.session(Role.PJ_TEKNIS)));
        PAGES.put("tugas", new Page("/ops/tugas", shift.officer()));
    }

    private static void add(String name, String path) {
        PAGES.put(name, new Page(path, town.running.token()));
    }

    /** {@code token} of who looks at it. */
    private record Page(String path, String token) {
    }

    @AfterAll
    static void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
        town.close();
    }

    @ParameterizedTest
    @CsvSource({"1920, 1080, dark", "1366, 768, light", "390, 844, light", "683, 384, dark"})
    void everyPageIsAccessibleAndFits(int width, int height, String colours) throws IOException {
        browser.size(width, height).colours(colours);
        StringBuilder wrong = new StringBuilder();
        for (Map.Entry<String, Page> page : PAGES.entrySet()) {
            browser.as(page.getValue().token()).open(page.getValue().path()).until("#connection", "Tersambung");
            browser.untilDrawn();
            draw(page.getKey() + "-" + width, width);
            String found = browser.violations();
            if (!found.isEmpty()) {
                wrong.append(page.getKey()).append(": ").append(found).append('\n');
            }
            if (browser.scrollsSideways()) {
                wrong.append(page.getKey()).append(": sticks out sideways\n");
            }
        }
        assertThat(wrong.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"masuk, /login, Kata sandi", "pasang, /pair, Minta administrator", "sandi, /password, Sandi baru",
            "dinding, /wall, ● Tersambung"})
    void whatIsAroundThePagesIsAccessibleToo(String name, String path, String text) throws IOException {
        browser.as(town.running.token()).colours("dark");
        for (int[] size : new int[][]{{1920, 1080}, {1366, 768}, {390, 844}}) {
            browser.size(size[0], size[1]).open(path).until("body", text);
            draw(name + "-" + size[0], size[0]);
            assertThat(browser.violations()).as("%s at %d", path, size[0]).isEmpty();
            assertThat(browser.scrollsSideways()).as("%s at %d", path, size[0]).isFalse();
        }
    }

    @Test
    void nothingIsRefusedByThePolicy() {
        browser.size(1366, 768);
        for (Page page : PAGES.values()) {
            browser.as(page.token()).open(page.path()).until("#connection", "Tersambung");
        }
        assertThat(browser.complaints().filter(each -> each.contains("Content Security Policy")
                || each.contains("Uncaught")).toList()).isEmpty();
    }

    private static void draw(String name, int width) throws IOException {
        if ("write".equals(System.getProperty("siaga.docs")) && width != 683) {
            Files.createDirectories(DRAWN);
            Files.write(DRAWN.resolve(name + ".png"), Palette.reduced(browser.png()));
        }
    }
}
