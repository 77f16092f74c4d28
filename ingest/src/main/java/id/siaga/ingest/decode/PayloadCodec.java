package id.siaga.ingest.decode;

import java.util.Map;

/** What a device maker packs into a LoRaWAN payload. The network server's envelope is not its business. */
@FunctionalInterface
interface PayloadCodec {

    /** What the bytes say; a frame that is cut short or unknown says less, it never throws. */
    Frame decode(byte[] bytes, int port);

    /** What they say of the device itself, as {@link Decoded.Report#about}. */
    default Map<String, String> about(byte[] bytes, int port) {
        return Map.of();
    }
}
