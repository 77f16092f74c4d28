package id.siaga.ingest.mqtt;

/** What became of a publication to a device. */
public enum Delivery {
    /** Its PUBACK came; at QoS 0: it was written. */
    ARRIVED,
    /** Its PUBACK says no. */
    REFUSED,
    /** The connection ended first; whether the device got it is not known. */
    LOST
}
