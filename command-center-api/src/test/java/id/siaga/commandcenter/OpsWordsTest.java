package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import id.siaga.commandcenter.account.Role;
import id.siaga.commandcenter.audit.AuditRecord;
import id.siaga.commandcenter.audit.EvidenceLog;
import id.siaga.commandcenter.incident.IncidentState;
import id.siaga.commandcenter.ops.AuditWords;
import id.siaga.commandcenter.ops.Words;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every code that the database lets in has words of its own; a code without is shown spelled out. */
class OpsWordsTest {
    private static final Pattern QUOTED = Pattern.compile("'([^']+)'");
    private static Running system;

    @BeforeAll
    static void start() throws Exception {
        system = new Running();
    }

    @AfterAll
    static void stop() throws Exception {
        system.close();
    }

    static Stream<Arguments> columns() {
        return Stream.of(column("command.incident_timeline", "entry", Words::entry),
                column("telemetry.alert_event", "change", Words::entry),
                column("telemetry.alert", "severity", Words::severity),
                column("telemetry.device", "status", Words::status),
                column("telemetry.device_state", "presence", Words::presence),
                column("command.unit", "state", Words::unit), column("command.unit", "state_source", Words::source),
                column("command.incident", "source", Words::reported),
                column("command.incident_clock", "clock", Words::clock),
                column("command.closure", "state", Words::closure),
                column("command.account", "status", Words::account),
                column("command.session", "kind", Words::session));
    }

    private static Arguments column(String table, String column, UnaryOperator<String> words) {
        return Arguments.of(table, column, words);
    }

    @ParameterizedTest(name = "{0}.{1}")
    @MethodSource("columns")
    void whatAColumnMayHoldHasWords(String table, String column, UnaryOperator<String> words) {
        List<String> codes = quoted(
                """
                SELECT string_agg(pg_get_constraintdef(c.oid), ' ') AS text
                FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND c.conkey = ARRAY[a.attnum]
                WHERE c.contype = 'c' AND c.conrelid = ?::regclass AND a.attname = ?""",
                table, column);
        assertThat(codes).isNotEmpty().allSatisfy(code -> said(code, words));
    }

    @Test
    void everyStateRoleAndStepOfAnEscalationHasWords() {
        assertThat(IncidentState.values()).allSatisfy(state -> said(state.name(), Words::state));
        assertThat(Arrays.stream(IncidentState.values()).filter(state -> state != IncidentState.BARU))
                .allSatisfy(state -> said(state.name(), Words::move));
        assertThat(Role.values()).allSatisfy(role -> assertThat(Words.role(role)).isNotEqualTo(spelled(role.name())));
        assertThat(system.database().rows("SELECT step FROM command.escalation_rule")).isNotEmpty()
                .allSatisfy(row -> {
                    String step = row.path("step").asText();
                    String event = step.substring(step.indexOf('-') + 1);
                    assertThat(Words.step(step)).doesNotEndWith(spelled(event));
                    assertThat(Words.step(step + " 2026-W47")).isEqualTo(Words.step(step));
                });
    }

    @Test
    void whatTheAuditLogRecordsHasWords() {
        List<String> tables = system.database().rows("""
                                                     SELECT DISTINCT c.relname FROM pg_trigger t
                                                     JOIN pg_class c ON c.oid = t.tgrelid
                                                     JOIN pg_proc p ON p.oid = t.tgfoid
                                                     JOIN pg_namespace n ON n.oid = p.pronamespace
                                                     WHERE n.nspname = 'audit'""").stream()
                .map(row -> row.path("relname").asText()).toList();
        assertThat(tables).contains("incident", "account").allSatisfy(table -> said(table, AuditWords::object));
        Stream<String> triggers = quoted("SELECT prosrc AS text FROM pg_proc WHERE oid = 'audit.word'::regproc")
                .stream()
                .filter(each -> each.matches("[a-z_]+"));
        Stream<String> code = Stream.of("insert", "update", "delete", "truncate", "read", "denied", "export",
                AuditRecord.GENESIS, AuditRecord.ANCHOR, EvidenceLog.ACTION);
        assertThat(Stream.concat(triggers, code)).contains("login_failed")
                .allSatisfy(action -> said(action, AuditWords::action));
    }

    private static List<String> quoted(String sql, Object... values) {
        return QUOTED.matcher(system.database().row(sql, values).orElseThrow().path("text").asText()).results()
                .map(MatchResult::group).map(text -> text.substring(1, text.length() - 1)).toList();
    }

    private static void said(String code, UnaryOperator<String> words) {
        assertThat(words.apply(code)).as(code).isNotEqualTo(spelled(code)).isNotEqualTo(code);
    }

    private static String spelled(String code) {
        return code.replace('_', ' ').toLowerCase(Locale.ROOT);
    }
}
