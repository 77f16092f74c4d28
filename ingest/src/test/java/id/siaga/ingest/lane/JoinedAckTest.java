package id.siaga.ingest.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import id.siaga.ingest.mqtt.Ack;
import id.siaga.ingest.telemetry.Reject;

class JoinedAckTest {

    private final List<String> told = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({"STORED,STORED,STORED", "STORED,DUPLICATE,STORED", "DUPLICATE,DUPLICATE,DUPLICATE",
            "IGNORED,DUPLICATE,DUPLICATE", "QUARANTINED,STORED,QUARANTINED", "QUARANTINED,NOT_STORED,NOT_STORED"})
    void theWholeIsToldOnceWithTheWorst(Ack.Outcome first, Ack.Outcome second, Ack.Outcome whole) {
        Ack ack = new JoinedAck(2, remember());
        ack.tell(first);
        assertThat(told).isEmpty();
        ack.because(Reject.CONFLICT, "ts: taken");
        ack.tell(second);
        assertThat(told).containsExactly("CONFLICT ts: taken", whole.name());
    }

    private Ack remember() {
        return new Ack() {
            @Override
            public void tell(Outcome outcome) {
                told.add(outcome.name());
            }

            @Override
            public void because(Reject reason, String detail) {
                told.add(reason + " " + detail);
            }
        };
    }
}
