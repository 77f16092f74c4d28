package id.siaga.simulator.drill;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import id.siaga.simulator.Report;

/**
 * What the drill found; the JSON keys are a contract.
 *
 * @param acked messages that Siaga's own PUBACK confirmed
 * @param published messages published at least once, at Siaga's door and at the broker
 * @param stored rows
 * @param unanswered published messages never acknowledged although the load had time to drain
 * @param neverStored published messages without a row at the end
 * @param outOfOrder messages published once and stored after a younger one of their device
 * @param orphans readings without their original bytes, or originals that no reading points to
 * @param brokerLost messages that a killed broker had acknowledged, had forgotten, and was told again
 * @param replayUnchanged whether publishing the same messages again left rows and content as they were
 * @param heapMbMin least heap in use after a collection; {@code stall…} during the long stall, of all heap in use
     *        when nothing was collected then
 */
@JsonNaming(SnakeCaseStrategy.class)
record DrillReport(String store, int devices, int rate, long seconds, List<Line> faults, long published, long acked,
        long stored, long ackedMissing, long neverStored, long duplicated, long outOfOrder, long orphans,
        long quarantined, long unanswered, long brokerAcked, long brokerLost, int replays, boolean replayUnchanged,
        long heapMbMin, long heapMbMax, long stallHeapMbMin, long stallHeapMbMax, long queuedMost,
        @JsonUnwrapped ReceiptTally receipts) implements Report {

    /**
     * The faults of one kind.
     *
     * @param recoveredSMax longest from the end of a fault to the first confirmation of a newer message, seconds
     * @param drainedSMax longest from the end of a fault until all that was due was confirmed, seconds
     */
    record Line(String part, String kind, int count, int unrecovered,
            @JsonProperty("recovered_s_max") double recoveredSMax,
            @JsonProperty("drained_s_max") double drainedSMax) {

        private Line plus(Course.Struck struck) {
            return new Line(part, kind, count + 1, unrecovered + (struck.recovered() ? 0 : 1),
                    Math.max(recoveredSMax, struck.recoveredS()), Math.max(drainedSMax, struck.drainedS()));
        }

        static List<Line> of(List<Course.Struck> all) {
            Map<String, Line> lines = new LinkedHashMap<>();
            for (Course.Struck each : all) {
                String part = each.fault().part().name().toLowerCase(Locale.ROOT);
                String kind = each.fault().kind();
                lines.merge(part + " " + kind, new Line(part, kind, 0, 0, 0, 0).plus(each),
                        (old, one) -> old.plus(each));
            }
            return new ArrayList<>(lines.values());
        }
    }

    /** Whether every promise was kept. */
    @JsonProperty
    boolean passed() {
        return ackedMissing == 0 && neverStored == 0 && duplicated == 0 && outOfOrder == 0 && orphans == 0
                && quarantined == 0 && unanswered == 0 && receipts.kept() && replayUnchanged
                && faults.stream().allMatch(line -> line.unrecovered() == 0);
    }

    String text() {
        StringBuilder text = new StringBuilder(
                String.format("%nfault             count  not recovered  recovered  drained%n"));
        faults.forEach(line -> text.append(String.format("%-9s %-8s %4d %14d %8.1f s %6.1f s%n", line.part(),
                line.kind(), line.count(), line.unrecovered(), line.recoveredSMax(), line.drainedSMax())));
        text.append(promises()).append(receipts.text());
        if (replays > 1) {
            text.append(String.format("all of it published %2d times   %s%n", replays,
                    replayUnchanged ? "nothing changed" : "CHANGED"));
        }
        if (brokerAcked > 0) {
            text.append(String.format("lost by the killed broker      %,d of %,d it acknowledged; published again%n",
                    brokerLost, brokerAcked));
        }
        text.append(String.format("heap after collections         %d-%d MB; at most %,d messages queued%n", heapMbMin,
                heapMbMax, queuedMost));
        if (stallHeapMbMax > 0) {
            text.append(String.format("heap in use during the stall   %d-%d MB%n", stallHeapMbMin, stallHeapMbMax));
        }
        return text.append(passed() ? "LULUS / PASSED" : "GAGAL / FAILED").append(System.lineSeparator()).toString();
    }

    private String promises() {
        return """

               published                      %,d at %,d/s by %d gauges in %d s; %s
               stored                         %,d
               acknowledged but missing       %d of %,d
               published but never stored     %d (unanswered %d)
               stored twice                   %d
               stored out of order            %d
               without original, or reverse   %d
               in quarantine                  %d
               """.formatted(published, rate, devices, seconds, store, stored, ackedMissing, acked, neverStored,
                unanswered, duplicated, outOfOrder, orphans, quarantined);
    }
}
