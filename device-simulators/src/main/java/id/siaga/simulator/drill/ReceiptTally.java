package id.siaga.simulator.drill;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * What the receipts of some gauges said, held against the tables.
 *
 * @param receiptsSeen that arrived
 * @param receipted messages they said are stored, which the gauges do not say again
 * @param receiptedMissing those of them that have no row
 * @param unreceipted published messages that the gauges still keep, because no receipt covers them
 */
@JsonNaming(SnakeCaseStrategy.class)
record ReceiptTally(long receiptsSeen, long receipted, long receiptedMissing, long unreceipted) {

    ReceiptTally plus(ReceiptTally other) {
        return new ReceiptTally(receiptsSeen + other.receiptsSeen, receipted + other.receipted,
                receiptedMissing + other.receiptedMissing, unreceipted + other.unreceipted);
    }
}
