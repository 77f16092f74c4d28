package id.siaga.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.BitSet;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A device that listens for receipts and never answers them: they hold back none of its PUBACKs. */
@Timeout(60)
class AcksBesideReceiptsTest {

    private static final String DEVICE = "awlr-p2c";
    private static final String RECEIPT = "city/flood/awlr-p2c/receipt";
    private static final int SUBSCRIBE = 0x82;
    private static final int PUBLISH = 3;
    private static final int PUBACK = 4;
    private static final int CUTS = 3;
    private static final int BURST = 100;

    private final Instant start = Instant.now().minusSeconds(3_600);
    private TestDatabase database;
    private RunningIngest ingest;

    /** What came over one connection. */
    private record Answers(BitSet acked, int receipts) {
    }

    @BeforeEach
    void start() throws Exception {
        database = TestDatabase.create();
        ingest = new RunningIngest(database);
        ingest.registerGauge(DEVICE, "P2C");
    }

    @AfterEach
    void stop() throws Exception {
        ingest.close();
        database.close();
    }

    /** Each connection is cut with messages on their way; the next one says them all again, and more. */
    @Test
    void everyMessageIsAnsweredOverTheNextConnection() throws Exception {
        int said = 0;
        for (int cut = 0; cut < CUTS; cut++) {
            said += BURST;
            try (RawClient gauge = listening()) {
                publish(gauge, 1, said);
            }
        }
        try (RawClient gauge = listening()) {
            publish(gauge, 1, said);
            assertThat(readUntilAnswered(gauge, said, 1).receipts()).isPositive();
            publish(gauge, said + 1, said + BURST);
            assertThat(readUntilAnswered(gauge, BURST, 0).acked().nextSetBit(0)).isEqualTo(said + 1);
        }
        assertThat(database.count("flood_reading")).isEqualTo(said + BURST);
    }

    private RawClient listening() throws Exception {
        RawClient gauge = RawClient.connected(ingest, DEVICE, 60);
        gauge.send(SUBSCRIBE, ByteBuffer.allocate(5 + RECEIPT.length()).putShort((short) 1)
                .putShort((short) RECEIPT.length()).put(RECEIPT.getBytes(StandardCharsets.UTF_8)).put((byte) 1)
                .array());
        return gauge;
    }

    /** The packet id of a message is its number. */
    private void publish(RawClient gauge, int first, int last) throws Exception {
        for (int number = first; number <= last; number++) {
            gauge.publish("city/flood/awlr-p2c/telemetry", number,
                    "{\"v\":1,\"ts\":%d,\"seq\":%d,\"m\":{\"water.distance\":7800}}"
                            .formatted(start.plusSeconds(number).toEpochMilli(), number));
        }
    }

    private static Answers readUntilAnswered(RawClient gauge, int messages, int receiptsAtLeast) throws Exception {
        BitSet acked = new BitSet();
        int receipts = 0;
        while (acked.cardinality() < messages || receipts < receiptsAtLeast) {
            int type = gauge.read(1)[0] >> 4 & 0xF;
            byte[] body = gauge.read(remaining(gauge));
            if (type == PUBACK) {
                acked.set(ByteBuffer.wrap(body).getShort());
            } else if (type == PUBLISH) {
                receipts++;
            }
        }
        return new Answers(acked, receipts);
    }

    private static int remaining(RawClient gauge) throws Exception {
        int length = 0;
        for (int shift = 0;; shift += 7) {
            int digit = gauge.read(1)[0];
            length |= (digit & 0x7F) << shift;
            if (digit >= 0) {
                return length;
            }
        }
    }
}
