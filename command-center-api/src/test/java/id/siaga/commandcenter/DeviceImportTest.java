package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import id.siaga.commandcenter.account.Secrets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sheets of devices, in and out, on a real database. */
class DeviceImportTest {
    private static final String IMPORTS = "/api/v1/device-imports";
    private static final int MANY = 10_000;

    private static Running system;

    @BeforeAll
    static void start() throws Exception {
        system = new Running();
        system.login();
    }

    @BeforeEach
    void before() {
        empty();
    }

    private static void empty() {
        system.database().execute("DELETE FROM telemetry.device");
        system.database().execute("DELETE FROM telemetry.device_state");
    }

    @AfterAll
    static void stop() throws Exception {
        system.close();
    }

    private static HttpResponse<String> post(String query, byte[] file) throws IOException, InterruptedException {
        return system.send(system.request(IMPORTS + query).POST(BodyPublishers.ofByteArray(file)));
    }

    private static HttpResponse<String> post(String query, String csv) throws IOException, InterruptedException {
        return post(query, csv.getBytes(StandardCharsets.UTF_8));
    }

    private static long stored() {
        return system.database().row("SELECT count(*) AS n FROM telemetry.device").orElseThrow().path("n").longValue();
    }

    private static String many() {
        StringBuilder csv = new StringBuilder(
                "device_id,kind,name,lat,lng,owner,class,uplink_parent,switch_parent,installed_on,aliases\n");
        for (int i = 0; i < MANY; i++) {
            csv.append("cam-").append(i).append(",cctv,\"Kamera ").append(i).append(", simpang\",")
                    .append(-6.2 - i * 1e-5)
                    .append(",106.9,Diskominfo,HARDWARE,").append(i == 0 ? "" : "cam-" + i / 10).append(',')
                    .append(i == 0 ? "" : "cam-" + (i - 1)).append(",2026-01-02,host-").append(i).append('\n');
        }
        return csv.toString();
    }

    /** Plans made while the registry and the log were small would read both whole for every one of the rows. */
    @Test
    void plansMadeForAFewDevicesAreNotKeptForThousands() throws Exception {
        few();
        for (String table : List.of("telemetry.device", "telemetry.device_service", "audit.record")) {
            system.database().execute("ANALYZE " + table);
        }
        for (int i = 0; i < 30; i++) {
            few();
        }
        empty();
        JsonNode before = read();
        assertThat(post("", many()).statusCode()).isEqualTo(200);
        Eventually.until("counted",
                () -> read().path("written").longValue() >= before.path("written").longValue() + MANY);
        long whole = read().path("whole").longValue() - before.path("whole").longValue();
        assertThat(whole).isLessThan(1000);
    }

    private static void few() throws Exception {
        assertThat(post("?on_existing=update", "device_id,kind,uplink_parent,aliases\na,cctv,,x\nb,cctv,a,y\n")
                .statusCode()).isEqualTo(200);
        empty();
    }

    private static JsonNode read() {
        return system.database()
                .row("""
                     SELECT sum(seq_scan)::bigint AS whole, min(n_tup_ins) AS written FROM pg_stat_user_tables
                     WHERE (schemaname, relname) IN
                         (('telemetry', 'device'), ('telemetry', 'device_service'), ('audit', 'record'))""")
                .orElseThrow();
    }

    @Test
    void tenThousandDevicesComeInOneTransactionAndCanBePagedThrough() throws Exception {
        long begun = System.nanoTime();
        HttpResponse<String> done = post("", many());
        System.out.printf("import of %d rows: %d ms%n", MANY, (System.nanoTime() - begun) / 1_000_000);
        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        assertThat(Running.json(done)).hasToString("{\"created\":10000,\"updated\":0}");
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = Running.json(system.get("/api/v1/devices?limit=1000" + cursor));
            seen.addAll(page.path("items").findValuesAsText("device_id"));
            cursor = page.path("next_cursor").isNull() ? "" : "&cursor=" + page.path("next_cursor").asText();
        } while (!cursor.isEmpty());
        assertThat(seen).hasSize(MANY).doesNotHaveDuplicates();
        begun = System.nanoTime();
        assertThat(Running.json(post("?on_existing=update", many()))).hasToString("{\"created\":0,\"updated\":10000}");
        System.out.printf("again as update: %d ms%n", (System.nanoTime() - begun) / 1_000_000);
        String map = system.get("/api/v1/devices?format=geojson").body();
        assertThat(map).contains("\"Point\"");
        assertThat(system.get("/api/v1/inventory?format=csv").body().lines()).hasSize(MANY + 1);
    }

    @Test
    void whatIsWrongIsToldByRowAndColumnAndNothingIsStored() throws Exception {
        HttpResponse<String> refused = post("", """
                                                device_id;kind;lat;lng;installed_on;uplink_parent
                                                ok-1;cctv;-6,25;106,99;2026-01-01;
                                                bad/id;cctv;;;;
                                                ok-2;perahu;95;106,9;kemarin;
                                                ok-1;cctv;;;;
                                                """);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Running.json(refused).path("errors")).extracting(
                error -> error.path("row").asText() + " " + error.path("column").asText())
                .containsExactlyInAnyOrder("3 device_id", "4 kind", "4 lat", "4 installed_on", "5 device_id");
        assertThat(stored()).isZero();
    }

    @Test
    void parentsMustExistAndMayNotRunInCirclesWhereverTheyStand() throws Exception {
        HttpResponse<String> cycle = post("", "device_id,kind,power_parent\na,cctv,b\nb,cctv,c\nc,cctv,a\n");
        assertThat(Running.json(cycle).path("errors").get(0).path("column").asText()).isEqualTo("power_parent");
        assertThat(Running.json(cycle).path("errors").get(0).path("reason").asText()).contains("a", "b", "c", "→");
        HttpResponse<String> nobody = post("", "device_id,kind,power_parent\na,cctv,nobody\n");
        assertThat(Running.json(nobody).path("errors").get(0).path("row").asInt()).isEqualTo(2);
        assertThat(stored()).isZero();
    }

    @Test
    void wholeNumbersComeInFromSheetsAndAsDecimals() throws Exception {
        assertThat(post("", "device_id,kind,interval_s,quota_per_s\nx-1,cctv,300,20\n").body())
                .contains("\"created\":1");
        assertThat(system.post("/api/v1/devices", "{\"device_id\":\"x-2\",\"kind\":\"cctv\",\"interval_s\":60.0}")
                .statusCode()).isEqualTo(201);
        assertThat(system.database().rows("SELECT interval_s FROM telemetry.device ORDER BY device_id").stream()
                .map(row -> row.path("interval_s").asInt())).containsExactly(300, 60);
    }

    @Test
    void aRehearsalTellsWhatWouldHappen() throws Exception {
        String csv = "device_id,kind\nx-1,cctv\n";
        assertThat(Running.json(post("?dry_run=true", csv)).path("created").asInt()).isOne();
        assertThat(stored()).isZero();
        assertThat(post("", csv).statusCode()).isEqualTo(200);
        assertThat(Running.json(post("?dry_run=true", csv)).path("errors").get(0).path("column").asText())
                .isEqualTo("device_id");
    }

    @Test
    void secretsAreHandedOutOnceAndOnlyWhenAsked() throws Exception {
        HttpResponse<String> sheet = post("?secrets=true", "device_id,kind\nx-1,cctv\nx-2,cctv\n");
        assertThat(sheet.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/csv");
        assertThat(sheet.body().lines()).hasSize(3);
        assertThat(post("", "device_id,kind\nx-3,cctv\n").body()).doesNotContain("secret");
        assertThat(system.database().rows(
                "SELECT device_id FROM telemetry.device WHERE secret_sha256 IS NULL").stream()
                .map(row -> row.path("device_id").asText())).containsExactly("x-3");
        HttpResponse<String> again = post("?secrets=true&on_existing=update", "device_id,kind\nx-1,cctv\n");
        assertThat(again.body().lines()).as("x-1 keeps the one it has").hasSize(1);
    }

    @Test
    void everySecretOfTheSheetIsTheOneThatWasStored() throws Exception {
        HttpResponse<String> sheet = post("?secrets=true", many());
        assertThat(sheet.statusCode()).isEqualTo(200);
        Map<String, String> digests = new HashMap<>();
        system.database().rows("SELECT device_id, encode(secret_sha256, 'hex') AS digest FROM telemetry.device")
                .forEach(row -> digests.put(row.path("device_id").asText(), row.path("digest").asText()));
        assertThat(sheet.body().lines().skip(1)).hasSize(MANY).allSatisfy(line -> {
            int comma = line.indexOf(',');
            assertThat(HexFormat.of().formatHex(Secrets.sha256(line.substring(comma + 1))))
                    .isEqualTo(digests.get(line.substring(0, comma)));
        });
    }

    @Test
    void aNumberThatCanBeReadInTwoWaysIsRefusedWhereItStands() throws Exception {
        HttpResponse<String> refused = post("", """
                                                device_id;kind;lat;lng;mount_mm;zero_mm;quota_per_s;interval_s
                                                n-1;flood;-6,250;106,990;11.000;1,5;;
                                                n-2;flood;;;-1.500;12,000;10.000;3.600
                                                """);
        assertThat(Running.json(refused).path("errors")).extracting(
                error -> error.path("row").asText() + " " + error.path("column").asText())
                .containsExactlyInAnyOrder("2 mount_mm", "3 mount_mm", "3 zero_mm", "3 quota_per_s", "3 interval_s");
        assertThat(refused.body()).contains("11000", "11.0000", "two ways");
        assertThat(post("", "device_id,kind,mount_mm\nn-3,flood,\"11,000\"\n").body()).contains("two ways");
        HttpResponse<String> done = post("",
                """
                device_id;kind;lat;lng;mount_mm;zero_mm
                n-4;flood;-6.250;106,990;11000;0,125
                n-5;flood;;;11.0000;1.1250
                """);
        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        assertThat(system.database().rows("SELECT mount_mm, zero_mm FROM telemetry.device ORDER BY device_id"))
                .extracting(Object::toString)
                .containsExactly("{\"mount_mm\":11000.0,\"zero_mm\":0.125}", "{\"mount_mm\":11.0,\"zero_mm\":1.125}");
        String exported = system.get("/api/v1/devices?format=csv").body();
        assertThat(post("?on_existing=update", exported).body()).isEqualTo("{\"created\":0,\"updated\":2}");
    }

    @Test
    void spreadsheetsWriteTruthInCapitals() throws Exception {
        assertThat(post("", "device_id,kind,receipts\nt-1,flood,TRUE\nt-2,flood,FALSE\nt-3,flood,True\n").body())
                .isEqualTo("{\"created\":3,\"updated\":0}");
        assertThat(system.database().rows("SELECT receipts FROM telemetry.device ORDER BY device_id"))
                .extracting(row -> row.path("receipts").asBoolean()).containsExactly(true, false, true);
        String exported = system.get("/api/v1/devices?format=csv").body();
        assertThat(exported).contains("true", "false");
        assertThat(post("?on_existing=update", exported.replace("true", "TRUE").replace("false", "FALSE")).body())
                .isEqualTo("{\"created\":0,\"updated\":3}");
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(file, "test", "1.0")) {
            Worksheet sheet = workbook.newWorksheet("perangkat");
            sheet.value(0, 0, "device_id");
            sheet.value(0, 1, "kind");
            sheet.value(0, 2, "receipts");
            sheet.value(1, 0, "t-1");
            sheet.value(1, 1, "flood");
            sheet.value(1, 2, Boolean.FALSE);
        }
        assertThat(post("?on_existing=update", file.toByteArray()).statusCode()).isEqualTo(200);
        assertThat(Running.json(system.get("/api/v1/devices/t-1")).path("registry").path("receipts").asBoolean(true))
                .isFalse();
    }

    @Test
    void controlCharactersAreRefusedByRowAndColumn() throws Exception {
        HttpResponse<String> refused = post("", """
                                                device_id,kind,name,owner,aliases
                                                c%c-1,flood,a,,
                                                c-2,flood,a%cb,,
                                                c-3,flood,a%cb,x%cy,
                                                c-4,flood,a,,h%cst
                                                """.formatted(0, 0x1b, 0x202e, 0x85, 0));
        assertThat(Running.json(refused).path("errors")).extracting(
                error -> error.path("row").asText() + " " + error.path("column").asText())
                .containsExactlyInAnyOrder("2 device_id", "3 name", "4 name", "4 owner", "5 aliases");
        HttpResponse<String> json = system.post("/api/v1/devices", "{\"device_id\":\"c\\u0000\",\"kind\":\"flood\"}");
        assertThat(Running.json(json).path("errors").findValuesAsText("field")).containsExactly("device_id");
    }

    @Test
    void aContainersPathIsAName() throws Exception {
        HttpResponse<String> done = post("", "device_id,kind,aliases\na-1,flood,/antares-cse/cnt-4711\n");
        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        HttpResponse<String> named = system.send(system
                .request("/api/v1/devices/a-1/aliases/%2Fantares-cse%2Fcnt-4712").PUT(BodyPublishers.noBody()));
        assertThat(named.statusCode()).as(named.body()).isEqualTo(200);
        assertThat(Running.json(system.get("/api/v1/devices/a-1")).path("aliases")).extracting(JsonNode::asText)
                .containsExactly("/antares-cse/cnt-4711", "/antares-cse/cnt-4712");
        for (String bad : List.of("/", "//cnt", "/" + "x".repeat(129))) {
            assertThat(post("", "device_id,kind,aliases\na-2,flood," + bad + "\n").body()).contains("aliases");
        }
    }

    @Test
    void csvComesWithMarksQuotesAndLineBreaks() throws Exception {
        HttpResponse<String> done = post("",
                "\ufeffDevice_ID;Kind;Name\r\nq-1;cctv;\"Simpang \"\"Lima\"\";\r\nutara\"\r\n");
        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        assertThat(Running.json(system.get("/api/v1/devices/q-1")).path("name").asText())
                .isEqualTo("Simpang \"Lima\";\r\nutara");
        byte[] latin = "device_id,kind,name\nq-2,cctv,caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(Running.json(post("", latin)).path("errors").get(0).path("reason").asText()).contains("UTF-8");
        assertThat(post("", "device_id,kind,warna\nq-3,cctv,merah\n").body()).contains("warna");
        assertThat(post("", "").statusCode()).isEqualTo(400);
    }

    @Test
    void aWorkbookIsReadByItsValues() throws Exception {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(file, "test", "1.0")) {
            Worksheet sheet = workbook.newWorksheet("perangkat");
            String[] header = {"device_id", "kind", "aliases", "lat", "lng", "installed_on", "mount_mm"};
            for (int i = 0; i < header.length; i++) {
                sheet.value(0, i, header[i]);
            }
            sheet.value(1, 0, "gps-1");
            sheet.value(1, 1, "gps");
            sheet.value(1, 2, 356307042441013L);
            sheet.value(1, 3, -6.25);
            sheet.value(1, 4, 106.99);
            sheet.value(1, 5, java.time.LocalDate.of(2026, 2, 3));
            sheet.value(3, 0, "gps-2");
            sheet.value(3, 1, "perahu");
        }
        HttpResponse<String> refused = post("", file.toByteArray());
        assertThat(Running.json(refused).path("errors")).extracting(e -> e.path("row").asText() + e.path("column")
                .asText()).containsExactly("4kind");
        HttpResponse<String> done = post("", workbook("gps-1"));
        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        JsonNode device = Running.json(system.get("/api/v1/devices/gps-1"));
        assertThat(device.path("aliases").get(0).asText()).isEqualTo("356307042441013");
        assertThat(device.path("registry").path("installed_on").asText()).isEqualTo("2026-02-03");
    }

    private static byte[] workbook(String id) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (Workbook workbook = new Workbook(file, "test", "1.0")) {
            Worksheet sheet = workbook.newWorksheet("perangkat");
            sheet.value(0, 0, "device_id");
            sheet.value(0, 1, "kind");
            sheet.value(0, 2, "aliases");
            sheet.value(0, 3, "installed_on");
            sheet.value(1, 0, id);
            sheet.value(1, 1, "gps");
            sheet.value(1, 2, 356307042441013L);
            sheet.value(1, 3, java.time.LocalDate.of(2026, 2, 3));
        }
        return file.toByteArray();
    }

    @Test
    void aZipBombAndABrokenWorkbookAreRefused() throws Exception {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("xl/worksheets/sheet1.xml"));
            byte[] nothing = new byte[1 << 20];
            for (int i = 0; i < 101; i++) {
                zip.write(nothing);
            }
        }
        assertThat(post("", file.toByteArray()).body()).contains("48 MB");
        ByteArrayOutputStream empty = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(empty)) {
            zip.putNextEntry(new ZipEntry("readme.txt"));
        }
        assertThat(post("", empty.toByteArray()).statusCode()).isEqualTo(400);
        assertThat(post("", new byte[]{'P', 'K', 3, 4, 0, 0}).statusCode()).isEqualTo(400);
        assertThat(post("", new byte[(20 << 20) + 1]).statusCode()).isEqualTo(413);
    }

    @Test
    void whatIsExportedComesBackAsItWas() throws Exception {
        String csv = "device_id,kind,name,owner,lat,lng,aliases\ne-1,cctv,=1+1,-Dinas,-6.25,106.99,h-1 h-2\n";
        assertThat(post("", csv).statusCode()).isEqualTo(200);
        String exported = system.get("/api/v1/devices?format=csv&owner=-Dinas").body();
        assertThat(exported).contains("'=1+1", "'-Dinas", "-6.25,106.99", "h-1 h-2");
        HttpResponse<String> back = post("?on_existing=update", exported);
        assertThat(back.statusCode()).as(back.body()).isEqualTo(200);
        assertThat(Running.json(system.get("/api/v1/devices/e-1")).path("name").asText()).isEqualTo("=1+1");
        JsonNode report = Running.json(system.get("/api/v1/inventory")).path("items").get(0);
        assertThat(report.path("owner").asText()).isEqualTo("-Dinas");
        assertThat(report.has("uptime_pct")).isTrue();
    }
}
