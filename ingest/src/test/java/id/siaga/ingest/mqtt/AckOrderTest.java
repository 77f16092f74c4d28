package id.siaga.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class AckOrderTest {

    private final List<Integer> sent = new ArrayList<>();
    private final AckOrder acks = new AckOrder(sent::add);

    @Test
    void acksLeaveInTheOrderOfArrivalWhateverOrderIsCommitted() {
        arrive(7, 8, 9);
        acks.committed(9);
        acks.committed(7);
        assertThat(sent).containsExactly(7);
        acks.committed(8);
        assertThat(sent).containsExactly(7, 8, 9);
    }

    @Test
    void anAckToldTwiceDoesNotCompleteALaterMessageWithTheSameId() {
        arrive(1);
        acks.committed(1);
        acks.committed(1);
        arrive(1);
        assertThat(sent).containsExactly(1);
        acks.committed(1);
        assertThat(sent).containsExactly(1, 1);
    }

    @Test
    void onlyCommitsBehindAMissingOneAreHeldBack() {
        arrive(1, 2);
        assertThat(acks.heldBack()).isZero();
        acks.committed(2);
        assertThat(acks.heldBack()).isGreaterThan(Duration.ZERO);
        acks.committed(1);
        assertThat(acks.heldBack()).isZero();
    }

    private void arrive(int... packetIds) {
        for (int id : packetIds) {
            acks.arrived(id);
        }
    }
}
