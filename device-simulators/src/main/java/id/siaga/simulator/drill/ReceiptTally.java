package id.siaga.simulator.drill;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * What the receipts said, held against the tables.
 *
 * @param receiptsSeen that arrived
 * @param receiptsChecked held against the tables soon after they came
 * @param receiptsEarly those of them that spoke of a message without a row
 * @param receipted messages that receipts cover, which the gauges do not say again
 * @param receiptedMissing those of them that have no row at the end
 * @param unreceipted published messages that the gauges still keep, because no receipt covers them
 */
@JsonNaming(SnakeCaseStrategy.class)
record ReceiptTally(long receiptsSeen, long receiptsChecked, long receiptsEarly, long receipted,
        long receiptedMissing, long unreceipted) {

    ReceiptTally plus(ReceiptTally other) {
        return new ReceiptTally(receiptsSeen + other.receiptsSeen, receiptsChecked + other.receiptsChecked,
                receiptsEarly + other.receiptsEarly, receipted + other.receipted,
                receiptedMissing + other.receiptedMissing, unreceipted + other.unreceipted);
    }

    /** Whether no receipt promised what the tables do not have. */
    boolean kept() {
        return receiptsEarly == 0 && receiptedMissing == 0;
    }

    String text() {
        return """
               receipts ahead of the tables   %d of %,d checked (%,d seen)
               receipted but missing          %d of %,d (%,d never receipted)
               """.formatted(receiptsEarly, receiptsChecked, receiptsSeen, receiptedMissing, receipted, unreceipted);
    }
}
