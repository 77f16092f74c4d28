package id.siaga.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BacklogTest {

    private final byte[] first = {1};
    private final byte[] second = {2};
    private final byte[] third = {3};

    @Test
    void whatWasInFlightWaitsAgainBeforeEverythingYounger() {
        Backlog backlog = new Backlog(2, 10);
        backlog.sent(1, first);
        backlog.sent(2, second);
        backlog.keep(third);
        backlog.rewind();
        assertThat(backlog.next()).isSameAs(first);
        assertThat(backlog.next()).isSameAs(second);
        assertThat(backlog.next()).isSameAs(third);
        assertThat(backlog.next()).isNull();
    }

    @Test
    void whatWasAcknowledgedIsNotSentAgain() {
        Backlog backlog = new Backlog(2, 10);
        backlog.sent(1, first);
        backlog.sent(2, second);
        backlog.acknowledged(1);
        backlog.rewind();
        assertThat(backlog.next()).isSameAs(second);
        assertThat(backlog.next()).isNull();
    }

    @Test
    void theWindowFillsAndOpensAgain() {
        Backlog backlog = new Backlog(1, 10);
        backlog.sent(1, first);
        assertThat(backlog.hasWindow()).isFalse();
        backlog.acknowledged(1);
        assertThat(backlog.hasWindow()).isTrue();
    }

    @Test
    void whenFullTheOldestIsGivenUpAndCounted() {
        Backlog backlog = new Backlog(1, 2);
        assertThat(backlog.keep(first) + backlog.keep(second)).isZero();
        assertThat(backlog.keep(third)).isEqualTo(1);
        assertThat(backlog.next()).isSameAs(second);
    }
}
