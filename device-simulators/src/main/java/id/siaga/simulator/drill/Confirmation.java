package id.siaga.simulator.drill;

/** What tells a gauge that a message is stored: behind a broker, whose PUBACK says nothing of Siaga, a receipt. */
enum Confirmation {
    PUBACK, RECEIPT
}
