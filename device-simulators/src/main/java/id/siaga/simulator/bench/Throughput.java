package id.siaga.simulator.bench;

import java.io.IOException;
import java.util.Map;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * The rate that every PUBACK lets the next message go at.
 *
 * @param stageMicros thread time of a message in each stage
 * @param heapMb heap in use afterwards, after a collection
 * @param rssMb resident, 0 when unknown
 */
@JsonNaming(SnakeCaseStrategy.class)
record Throughput(long sustainedMessagesPerS, Map<String, Double> stageMicros, long heapMb, long rssMb) {

    static Throughput measure(Bed bed) throws IOException, InterruptedException {
        Metrics before = bed.metrics();
        Load.Result sustained = bed.load().closed(bed.scale().window(), bed.scale().phase());
        StageCosts stages = StageCosts.between(before, bed.metrics());
        Footprint footprint = Footprint.of(bed.target().http(), bed.pid());
        return new Throughput(Math.round(sustained.messagesPerSecond()), stages.micros(),
                Math.round(footprint.heapMb()), footprint.rssMb());
    }

    String text() {
        return """
               sustained                    %,d messages/s (every one acked after commit)
               thread time a message, us    %s
               heap %d MB   resident %d MB
               """.formatted(sustainedMessagesPerS, new StageCosts(stageMicros).text(), heapMb, rssMb);
    }
}
