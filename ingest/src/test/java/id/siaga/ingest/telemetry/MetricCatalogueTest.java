package id.siaga.ingest.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

import org.fhir.ucum.UcumEssenceService;
import org.fhir.ucum.UcumException;
import org.fhir.ucum.UcumService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import id.siaga.ingest.rule.RuleBook;
import id.siaga.ingest.store.ReadingTable;

/** Every unit is UCUM, and every kind of device has its table and its rules. */
class MetricCatalogueTest {

    private static final UcumService UCUM = load();

    static Collection<Metric> metrics() {
        return Metric.catalogue();
    }

    static List<Kind> kinds() {
        return List.of(Kind.values()).stream().filter(kind -> kind != Kind.UNKNOWN).toList();
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void aUnitIsUcum(Metric metric) {
        assertThat(UCUM.validate(metric.unit())).as(metric.name() + " in " + metric.unit()).isNull();
        assertThat(metric.min()).isLessThanOrEqualTo(metric.max());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dBm", "dB[mW]", "celsius"})
    void whatUcumDoesNotKnowIsRefused(String unit) {
        assertThat(UCUM.validate(unit)).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aKindHasItsTableItsSilenceAndItsRules(Kind kind) {
        assertThat(ReadingTable.of(kind)).as("typed table").isNotNull();
        assertThat(RuleBook.standard().silenceRulesFor(kind)).as("silence").hasSize(1);
        assertThat(RuleBook.standard().rulesFor(kind)).as("rules").isNotEmpty();
    }

    @Test
    void aColumnNamesTheUnitOfItsMetric() {
        for (ReadingTable table : ReadingTable.all()) {
            for (ReadingTable.Column column : table.columns()) {
                assertThat(column.metric().catalogued()).as(table.name() + "." + column.name()).isTrue();
                assertThat(column.name()).as(table.name()).endsWith(suffix(column.metric().unit()));
            }
        }
    }

    private static String suffix(String unit) {
        return switch (unit) {
            case "1", "{count}", "/s" -> "";
            case "Cel" -> "_c";
            case "%" -> "_pct";
            case "{dBm}" -> "_dbm";
            case "m/s" -> "_mps";
            case "bit/s" -> "_bps";
            case "By" -> "_bytes";
            default -> "_" + unit.toLowerCase(java.util.Locale.ROOT).replace('/', '_');
        };
    }

    private static UcumService load() {
        try (InputStream essence = Objects
                .requireNonNull(UcumEssenceService.class.getResourceAsStream("/ucum-essence.xml"))) {
            return new UcumEssenceService(essence);
        } catch (UcumException | IOException e) {
            throw new IllegalStateException("UCUM's own tables are unreadable", e);
        }
    }
}
