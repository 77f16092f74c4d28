package id.siaga.ingest.decode;

/** What a device maker packs into a LoRaWAN payload. The network server's envelope is not its business. */
@FunctionalInterface
interface PayloadCodec {

    /** What the bytes say; a frame that is cut short or unknown says less, it never throws. */
    Frame decode(byte[] bytes, int port);
}
