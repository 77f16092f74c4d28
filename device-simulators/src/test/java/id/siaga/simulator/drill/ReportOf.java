package id.siaga.simulator.drill;

import java.util.List;

/** Reports in which all but one thing is in order. */
final class ReportOf {

    private static final Comparison.Tally IN_ORDER = new Comparison.Tally(1, 1, 1, 0, 0, 0, 0);

    private ReportOf() {
    }

    static DrillReport tally(Comparison.Tally tally) {
        return report(tally, List.of(new DrillReport.Line("ingest", "kill", 1, 0, 2.5, 3.5)), true);
    }

    static DrillReport unrecovered() {
        return report(IN_ORDER,
                List.of(new DrillReport.Line("ingest", "kill", 1, 1, 120, 120)), true);
    }

    static DrillReport changedByReplay() {
        return report(IN_ORDER, List.of(), false);
    }

    static DrillReport receipts(ReceiptTally receipts) {
        return report(IN_ORDER, List.of(), true, receipts);
    }

    private static DrillReport report(Comparison.Tally tally, List<DrillReport.Line> faults, boolean replayUnchanged) {
        return report(tally, faults, replayUnchanged, new ReceiptTally(3, 2, 0, 4, 0, 1));
    }

    private static DrillReport report(Comparison.Tally tally, List<DrillReport.Line> faults, boolean replayUnchanged,
            ReceiptTally receipts) {
        return new DrillReport("postgresql 17.6", 200, 5_000, 60, faults, tally.said(), tally.acked(), tally.stored(),
                tally.ackedMissing(), tally.neverStored(), tally.duplicated(), tally.outOfOrder(), 0, 0, 0, 0, 0, 2,
                replayUnchanged, 40, 80, 50, 60, 16_384, receipts);
    }
}
