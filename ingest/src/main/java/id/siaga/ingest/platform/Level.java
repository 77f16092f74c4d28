package id.siaga.ingest.platform;

/**
 * What a measure says now.
 *
 * @param value in the measure's unit
 * @param cases how many messages or devices it rests on
 */
record Level(double value, long cases) {
}
