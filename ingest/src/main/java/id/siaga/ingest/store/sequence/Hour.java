package id.siaga.ingest.store.sequence;

/** What was counted for one hour of a device and is not yet written; may be negative. Not thread-safe. */
final class Hour {

    long numbers;
    long missing;
    long duplicates;
    long late;
    long samples;
    long clockSkewed;
}
