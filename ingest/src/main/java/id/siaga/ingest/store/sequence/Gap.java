package id.siaga.ingest.store.sequence;

import java.time.Instant;

/**
 * Numbers that did not come, both ends included.
 *
 * @param observedAt time of the message above: the hour in which they count as missing
 * @param openedAt when the door saw that they were missing
 */
record Gap(long from, long to, Instant observedAt, Instant openedAt) {

    long size() {
        return to - from + 1;
    }

    Gap from(long number) {
        return new Gap(number, to, observedAt, openedAt);
    }

    Gap to(long number) {
        return new Gap(from, number, observedAt, openedAt);
    }
}
