package id.siaga.ingest.store;

import java.util.List;
import java.util.function.UnaryOperator;

import id.siaga.ingest.decode.Decoded;
import id.siaga.ingest.registry.Device;
import id.siaga.ingest.telemetry.DeviceEvent;
import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.OwnInstant;
import id.siaga.ingest.telemetry.Sample;

/**
 * A report about a known device, ready for the tables.
 *
 * @param samples the report's samples at their own instants, with what the registry adds to them (stage above datum)
 */
public record Entry(long messageId, Device device, Message message, String format, Decoded.Report report,
        List<Sample> samples) {

    /**
     * What a decoder reported, with each alarm at its own instant.
     *
     * @param known what the registry makes of a sample
     */
    public static Entry of(long messageId, Device device, Message message, String format, Decoded.Report report,
            UnaryOperator<Sample> known) {
        return new Entry(messageId, device, message, format, report,
                report.samples().stream().map(OwnInstant::of).map(known).toList());
    }

    /** The report's events, each at its own instant. */
    public List<DeviceEvent> events() {
        return report.events().stream().map(OwnInstant::of).toList();
    }
}
