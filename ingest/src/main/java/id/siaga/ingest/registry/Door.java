package id.siaga.ingest.registry;

import java.util.Locale;

/** By which way somebody came, for the record. */
public enum Door {
    MQTT, HTTP,
    /** Somebody else's broker, which asks us. */
    BROKER;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
