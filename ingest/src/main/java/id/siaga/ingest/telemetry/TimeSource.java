package id.siaga.ingest.telemetry;

/** Whose clock dated a sample. Stored as the ordinal: append only. */
public enum TimeSource {
    DEVICE, GATEWAY, SERVER, BROKER
}
