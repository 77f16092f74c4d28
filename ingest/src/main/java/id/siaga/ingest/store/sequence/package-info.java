/**
 * What came and what did not, by the senders' own counters: sessions, missing ranges and hourly counts, derived from the stored messages.
 */
@NullMarked
package id.siaga.ingest.store.sequence;

import org.jspecify.annotations.NullMarked;
