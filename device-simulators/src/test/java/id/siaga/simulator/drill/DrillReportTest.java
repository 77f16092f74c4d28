package id.siaga.simulator.drill;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

class DrillReportTest {

    private static final Comparison.Tally IN_ORDER = new Comparison.Tally(5, 4, 5, 0, 0, 0, 0);

    @Test
    void theJsonHasTheKeysOthersRelyOn() throws Exception {
        JsonNode json = new ObjectMapper().readTree(ReportOf.tally(IN_ORDER).json());
        for (String key : new String[]{"faults", "acked", "stored", "acked_missing", "duplicated", "out_of_order",
                "receipts_seen", "receipts_checked", "receipts_early", "receipted", "receipted_missing",
                "unreceipted"}) {
            assertThat(json.has(key)).as(key).isTrue();
        }
        assertThat(json.path("passed").booleanValue()).isTrue();
        assertThat(json.path("faults").path(0).path("part").asText()).isEqualTo("ingest");
        assertThat(json.path("faults").path(0).path("kind").asText()).isEqualTo("kill");
        assertThat(json.path("faults").path(0).path("count").asInt()).isEqualTo(1);
        assertThat(json.path("faults").path(0).path("recovered_s_max").asDouble()).isEqualTo(2.5);
        assertThat(json.path("faults").path(0).path("drained_s_max").asDouble()).isEqualTo(3.5);
    }

    @Test
    void aSystemThatDoesNotRecoverOrThatAReplayChangesDoesNotPass() {
        assertThat(ReportOf.unrecovered().passed()).isFalse();
        assertThat(ReportOf.changedByReplay().passed()).isFalse();
        assertThat(ReportOf.changedByReplay().text()).contains("CHANGED", "GAGAL");
        assertThat(ReportOf.tally(IN_ORDER).text()).contains("LULUS");
    }

    @Test
    void aReceiptThatTheTablesDoNotBearOutDoesNotPass() {
        assertThat(ReportOf.receipts(new ReceiptTally(3, 2, 0, 4, 0, 1)).passed()).isTrue();
        assertThat(ReportOf.receipts(new ReceiptTally(3, 2, 1, 4, 0, 1)).passed()).isFalse();
        assertThat(ReportOf.receipts(new ReceiptTally(3, 2, 0, 4, 1, 1)).passed()).isFalse();
    }
}
