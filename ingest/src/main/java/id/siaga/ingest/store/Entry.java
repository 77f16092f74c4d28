package id.siaga.ingest.store;

import java.util.List;

import id.siaga.ingest.decode.Decoded;
import id.siaga.ingest.registry.Device;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Sample;

/**
 * A report about a known device, ready for the tables.
 *
 * @param samples the report's samples with what the registry adds to them (stage above datum)
 */
public record Entry(long messageId, Device device, Message message, String format, Decoded.Report report,
        List<Sample> samples) {
}
