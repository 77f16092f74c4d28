package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import id.siaga.commandcenter.account.Role;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Letting people go and letting them in again, by the forms of the accounts' pages. */
class OpsPeopleTest {
    private static final Pattern CODE = Pattern.compile("<code>([^<]+)</code>");
    private static Running system;
    private static Visitor admin;

    @BeforeAll
    static void start() throws Exception {
        system = new Running();
        system.login();
        admin = new Visitor(system, system.token());
    }

    @AfterAll
    static void stop() throws Exception {
        system.close();
    }

    private static HttpResponse<String> login(String user, String password) throws IOException, InterruptedException {
        return system.send(system.anonymous("/api/v1/sessions").POST(HttpRequest.BodyPublishers
                .ofString("{\"user\":\"%s\",\"password\":\"%s\"}".formatted(user, password))));
    }

    @Test
    void aNewPasswordIsShownOnceAndMustBeChanged() throws Exception {
        String token = system.session(Role.TEKNISI);
        Visitor technician = new Visitor(system, token);
        assertThat(technician.open("/ops/perangkat").statusCode()).isEqualTo(200);
        Matcher made = CODE.matcher(admin.send("/ops/akun/teknisi/sandi").body());
        assertThat(made.find()).isTrue();
        assertThat(admin.page("/ops/akun/teknisi")).doesNotContain(made.group(1));
        assertThat(technician.open("/ops/perangkat").headers().firstValue("Location").orElse("")).startsWith("/login");
        assertThat(login("teknisi", system.password).statusCode()).isEqualTo(401);
        HttpResponse<String> reply = login("teknisi", made.group(1));
        assertThat(reply.statusCode()).isEqualTo(201);
        Visitor again = new Visitor(system, Running.json(reply).path("token").asText());
        for (String page : new String[]{"/ops/perangkat", "/wall", "/wall/index.html"}) {
            HttpResponse<String> away = again.open(page);
            assertThat(away.statusCode()).as(page).isEqualTo(303);
            assertThat(away.headers().firstValue("Location")).as(page).contains("/password");
        }
        assertThat(again.open("/password").statusCode()).isEqualTo(200);
        assertThat(admin.open("/wall").statusCode()).isEqualTo(200);
    }

    @Test
    void whoLeavesIsLetGoOnlyAfterItWasAskedFor() throws Exception {
        Visitor leaving = new Visitor(system, system.session(Role.KORLAP, "32.75.07"));
        system.session(Role.KORLAP, "32.75.08");
        String path = "/ops/akun/korlap32.75.07";
        assertThat(admin.page(path)).contains("Ajukan keluar").doesNotContain("Selesaikan keluar");
        assertThat(admin.send(path + "/keluar-selesai").statusCode()).isEqualTo(409);
        assertThat(admin.send(path + "/keluar", "reason", "pindah tugas", "successor", "tidak-ada").statusCode())
                .isEqualTo(400);
        admin.done(path + "/keluar", "reason", "pindah tugas", "successor", "korlap32.75.08");
        assertThat(admin.page(path)).contains("pindah tugas", "pengganti korlap32.75.08", "Selesaikan keluar")
                .doesNotContain("Ajukan keluar");
        assertThat(leaving.open("/ops/antrean").statusCode()).as("until it is completed").isEqualTo(200);
        admin.done(path + "/keluar-selesai");
        assertThat(admin.page(path)).contains("nonaktif").doesNotContain("Selesaikan keluar", "Beri peran");
        assertThat(leaving.open("/ops/antrean").statusCode()).isEqualTo(303);
        assertThat(login("korlap32.75.07", system.password).statusCode()).isEqualTo(401);
    }
}
