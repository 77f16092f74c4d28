package id.siaga.simulator.drill;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutboxTest {

    private final Outbox outbox = new Outbox(3);

    @Test
    void saysWhatIsDueAndNoMoreThanTheWindow() {
        assertThat(say(1, 2)).isEqualTo(1);
        assertThat(say(2, 2)).isEqualTo(2);
        assertThat(outbox.take(2)).as("nothing is due").isEqualTo(Outbox.NONE);
        assertThat(say(3, 9)).isEqualTo(3);
        assertThat(outbox.take(9)).as("the window is full").isEqualTo(Outbox.NONE);
        outbox.acknowledged(2);
        assertThat(outbox.take(9)).isEqualTo(4);
    }

    @Test
    void aLostConnectionLeavesItsUnansweredOnesToBeSaidFirst() {
        say(1, 9);
        say(2, 9);
        int notLeft = outbox.take(9);
        outbox.acknowledged(1);
        outbox.lost();
        outbox.unsent(notLeft);
        assertThat(outbox.settled()).isFalse();
        assertThat(say(1, 9)).isEqualTo(2);
        assertThat(say(2, 9)).isEqualTo(3);
        assertThat(say(3, 9)).isEqualTo(4);
        assertThat(outbox.repeated().stream()).containsExactly(2, 3);
    }

    @Test
    void anAnswerCountsOnceHoweverOftenItComes() {
        say(7, 1);
        assertThat(outbox.acknowledged(7)).isEqualTo(new Outbox.Answer(700, true));
        assertThat(outbox.acknowledged(7)).isNull();
        outbox.sayAllAgain();
        say(8, 1);
        assertThat(outbox.acknowledged(8)).isEqualTo(new Outbox.Answer(800, false));
        assertThat(outbox.settled()).isTrue();
        assertThat(outbox.acked().cardinality()).isEqualTo(1);
    }

    @Test
    void keepsWhatIsAnsweredUntilAReceiptCoversIt() {
        answered(3);
        outbox.receipted(new Receipt(1, 1, 2));
        outbox.repeatKept();
        assertThat(outbox.take(3)).isEqualTo(3);
        assertThat(outbox.take(3)).isEqualTo(Outbox.NONE);
    }

    @Test
    void forgetsWhatAReceiptCoversBeforeItIsSaidAgain() {
        answered(3);
        outbox.repeatKept();
        outbox.receipted(new Receipt(1, 1, 3));
        assertThat(outbox.take(3)).isEqualTo(Outbox.NONE);
        outbox.repeat(outbox.acked());
        assertThat(outbox.settled()).isTrue();
        assertThat(outbox.kept().isEmpty()).isTrue();
    }

    @Test
    void saysAReceiptedMessageUntilItIsAnswered() {
        say(1, 1);
        outbox.receipted(new Receipt(1, 1, 1));
        outbox.lost();
        assertThat(say(2, 1)).isEqualTo(1);
        outbox.acknowledged(2);
        assertThat(outbox.settled()).isTrue();
    }

    @Test
    void saysAllAgainWhateverReceiptsSayMeanwhile() {
        answered(3);
        outbox.receipted(new Receipt(1, 1, 3));
        outbox.sayAllAgain();
        outbox.receipted(new Receipt(1, 1, 3));
        assertThat(outbox.take(3)).isEqualTo(1);
    }

    @Test
    void remembersAReceiptForWhatWasNeverSaid() {
        answered(2);
        outbox.receipted(new Receipt(1, 1, 4_000_000_000L));
        assertThat(outbox.receipted().stream()).containsExactly(1, 2, 3);
    }

    @Test
    void doesNotHeedAReceiptOfAnOlderSession() {
        answered(3);
        outbox.receipted(new Receipt(2, 3, 3));
        outbox.receipted(new Receipt(1, 1, 2));
        assertThat(outbox.kept().stream()).containsExactly(1, 2);
    }

    private void answered(int messages) {
        for (int packet = 1; packet <= messages; packet++) {
            say(packet, messages);
            outbox.acknowledged(packet);
        }
    }

    private int say(int packet, long due) {
        int number = outbox.take(due);
        outbox.sent(packet, number, packet * 100L);
        return number;
    }
}
