package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import id.siaga.commandcenter.account.Role;
import id.siaga.commandcenter.account.Secrets;
import id.siaga.commandcenter.http.Contract;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operation of the contract asked by every role, without a body of its own: who may not is refused before
 * anything is read, and who may gets any other answer. A new operation is in it by itself.
 */
@Timeout(300)
class AccessMatrixTest {
    private static final Path TABLE = Path.of(System.getProperty("siaga.root", ".."))
            .resolve("docs/access-matrix.md");
    private static final String REFRESH = "mvn -q -pl command-center-api -am test -Dtest=AccessMatrixTest "
            + "-Dsiaga.docs=write -Dsurefire.failIfNoSpecifiedTests=false";
    private static final Contract CONTRACT = Contract.load();
    private static final String HERE = "32.75.01";
    private static final String ELSEWHERE = "32.75.02";
    /** Stands for a 403 to part of an operation, from somebody who may call it. */
    private static final int PART = 499;
    private static final long NOWHERE = 999_999_999;

    private static Running system;
    private static final Map<Role, Long> ACCOUNTS = new EnumMap<>(Role.class);

    @BeforeAll
    static void start() throws Exception {
        system = new Running();
        for (Role role : Role.values()) {
            ACCOUNTS.put(role, account("m-" + role, role));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        system.close();
    }

    private static long account(String user, Role role) {
        return system.database()
                .row("""
                     WITH made AS (
                         INSERT INTO command.account (user_name, created_at) VALUES (?, now()) RETURNING account_id)
                     INSERT INTO command.role_grant (account_id, role, kecamatan_code, decree_type, decree_number,
                         decree_date, valid_from, valid_until, granted_by, granted_at)
                     SELECT account_id, ?, ?, 'WALI_KOTA', '1', '2026-01-02', now() - interval '1 hour', 'infinity',
                         'uji', now()
                     FROM made RETURNING account_id""", user, role.name(), role == Role.KORLAP ? HERE : null)
                .orElseThrow().path("account_id").longValue();
    }

    /** A new one each time, because some operations end it; {@code more} is SQL for columns after the usual ones. */
    private static String session(long account, String columns, String values) {
        String token = Secrets.random();
        system.database().execute("""
                                  INSERT INTO command.session (token_sha256, account_id, created_at, expires_at%s)
                                  VALUES (?, ?, now() - interval '1 hour', now() + interval '1 hour'%s)"""
                .formatted(columns, values), Secrets.sha256(token), account);
        return token;
    }

    private static long of(Role role) {
        return ACCOUNTS.getOrDefault(role, 0L);
    }

    private static String session(Role role) {
        return session(of(role), "", "");
    }

    static Stream<Contract.Operation> operations() {
        return CONTRACT.operations().stream();
    }

    static Stream<Contract.Operation> guarded() {
        return operations().filter(operation -> !operation.roles().isEmpty());
    }

    private static int asked(Contract.Operation operation, long id, String token)
            throws IOException, InterruptedException {
        String path = Contract.BASE + operation.path().replace(":id", Long.toString(id)).replaceAll(":\\w+", "tiada");
        HttpRequest.Builder request = system.anonymous(path).timeout(Duration.ofSeconds(20)).method(operation.method(),
                operation.reads() ? BodyPublishers.noBody() : BodyPublishers.ofString("{}"))
                .header("X-Purpose", "uji");
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<InputStream> response = system.client.send(request.build(),
                HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            boolean part = response.statusCode() == 403
                    && new String(body.readAllBytes(), StandardCharsets.UTF_8).contains("/problems/forbidden-part");
            return part ? PART : response.statusCode();
        }
    }

    @Test
    void theTableSaysWhatTheContractSays() throws IOException {
        if ("write".equals(System.getProperty("siaga.docs"))) {
            Files.writeString(TABLE, table());
        }

        assertThat(Files.readString(TABLE)).as("docs/access-matrix.md is stale; look at what changed, refresh it: %s",
                REFRESH).isEqualTo(table());
    }

    private static String table() {
        StringBuilder table = new StringBuilder("""
                                                # Siapa boleh apa (who may do what)

                                                Ditulis oleh AccessMatrixTest dari kontrak, dan diuji olehnya (written \
                                                from the contract and tried by AccessMatrixTest). `x` boleh (may), \
                                                `.` ditolak (403); *sendiri*: akun sendiri, tanpa peran (one's own \
                                                account, no role needed).

                                                | operasi | |""");
        for (Role role : Role.values()) {
            table.append(' ').append(role).append(" |");
        }
        table.append("\n|---|---|").append("---|".repeat(Role.values().length)).append('\n');
        CONTRACT.operations().forEach(operation -> table.append(row(operation)));
        return table.toString();
    }

    private static String row(Contract.Operation operation) {
        StringBuilder row = new StringBuilder("| %s %s | %s |".formatted(operation.method(), operation.path(),
                kind(operation)));
        for (Role role : Role.values()) {
            row.append(may(operation, role) ? " x |" : " . |");
        }
        return row.append('\n').toString();
    }

    private static String kind(Contract.Operation operation) {
        List<String> kinds = new ArrayList<>();
        if (operation.roles().isEmpty()) {
            kinds.add(operation.open() ? "terbuka (open)" : "perangkat (devices)");
        }
        if (operation.own()) {
            kinds.add("sendiri");
        }
        if (operation.visitor()) {
            kinds.add("layar tamu (visitors)");
        }
        return String.join(", ", kinds);
    }

    private static boolean may(Contract.Operation operation, Role role) {
        return operation.own() || operation.roles().contains(role);
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void eachRoleMayWhatTheTableSays(Contract.Operation operation) throws Exception {
        for (Role role : Role.values()) {
            int status = asked(operation, NOWHERE, session(role));
            if (may(operation, role)) {
                assertThat(status).as("%s by %s", operation, role).isNotIn(401, 403).isLessThan(500);
            } else {
                assertThat(status).as("%s by %s", operation, role).isEqualTo(403);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void nobodyWithoutAGoodSession(Contract.Operation operation) throws Exception {
        long somebody = of(Role.ADMIN_PUSAT);
        assertThat(asked(operation, NOWHERE, "")).isEqualTo(401);
        assertThat(asked(operation, NOWHERE, "salah")).isEqualTo(401);
        assertThat(asked(operation, NOWHERE, session(somebody, ", revoked_at", ", now()"))).isEqualTo(401);
        assertThat(asked(operation, NOWHERE, session(somebody, ", seen_at, idle_s", ", now() - interval '9 s', 5")))
                .isEqualTo(401);
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void aScreenOrAReadOnlyTokenChangesNothing(Contract.Operation operation) throws Exception {
        for (String mode : new String[]{"OPERATIONS", "VISITOR"}) {
            int status = asked(operation, NOWHERE,
                    session(of(Role.WALL), ", kind, wall_mode", ", 'WALL', '" + mode + "'"));
            boolean may = (operation.reads() && may(operation, Role.WALL)
                    && (mode.equals("OPERATIONS") || operation.visitor())) || operation.id().equals("logout");
            assertThat(status != 403).as("%s on a %s screen: %d", operation, mode, status).isEqualTo(may);
        }
        int status = asked(operation, NOWHERE,
                session(of(Role.ADMIN_PUSAT), ", kind, read_only", ", 'TOKEN', true"));
        assertThat(status != 403).as("%s by a read-only token: %d", operation, status).isEqualTo(
                (operation.reads() && may(operation, Role.ADMIN_PUSAT)) || operation.id().equals("logout"));
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void whoIsSuspendedReadsOnlyTheirOwn(Contract.Operation operation) throws Exception {
        long suspended = account("s-" + operation.id(), operation.roles().iterator().next());
        system.database().execute("""
                                  INSERT INTO command.suspension (account_id, reason_code, evidence, suspended_at,
                                      suspended_by, until)
                                  VALUES (?, 'MELANGGAR_ATURAN', 'uji', now() - interval '1 s', 'uji',
                                      now() + interval '1 hour')""", suspended);
        boolean may = (operation.own() && operation.reads()) || operation.id().equals("logout");
        assertThat(asked(operation, NOWHERE, session(suspended, "", "")) != 403).as("%s", operation).isEqualTo(may);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void whatIsOpenAsksForNoSession(Contract.Operation operation) throws Exception {
        if (operation.open()) {
            assertThat(asked(operation, NOWHERE, "")).as("%s", operation).isNotIn(401, 404).isLessThan(500);
        }
    }

    static Stream<Contract.Operation> ofOneIncident() {
        return guarded().filter(operation -> operation.path().startsWith("/incidents/:id"))
                .filter(operation -> operation.roles().contains(Role.KORLAP));
    }

    /** Out of scope is answered like what does not exist, so that nobody learns that it does. */
    @ParameterizedTest
    @MethodSource("ofOneIncident")
    void anotherKecamatansIncidentIsNotThere(Contract.Operation operation) throws Exception {
        long here = incident(HERE);
        long elsewhere = incident(ELSEWHERE);
        int missing = asked(operation, NOWHERE, session(Role.KORLAP));
        assertThat(asked(operation, elsewhere, session(Role.KORLAP))).as("%s", operation).isEqualTo(missing);
        if (operation.reads()) {
            assertThat(missing).isEqualTo(404);
        }
        boolean ofAnother = operation.path().replaceFirst(":id", "").contains(":");
        if (operation.reads() && !ofAnother) {
            assertThat(asked(operation, here, session(Role.KORLAP))).as("%s", operation).isEqualTo(200);
        }
        if (!ofAnother) {
            assertThat(asked(operation, here, session(Role.KORLAP))).isNotIn(401, 403, 404);
        }
    }

    private static long incident(String kecamatan) {
        return system.database().row("""
                                     INSERT INTO command.incident (number, title, category, priority, state, cause,
                                         caused_at, opened_at, updated_at, kecamatan_code, place_approximate, simulated)
                                     VALUES (gen_random_uuid(), 'Uji', 'TLN', 'P3', 'BARU', gen_random_uuid(), now(),
                                         now(), now(), ?, false, false) RETURNING incident_id""", kecamatan)
                .orElseThrow().path("incident_id").longValue();
    }
}
