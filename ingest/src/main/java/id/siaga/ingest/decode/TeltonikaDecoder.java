package id.siaga.ingest.decode;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Reject;
import id.siaga.ingest.telemetry.Sample;

/**
 * Teltonika FMB/FMC firmware with MQTT transport ("Codec JSON"): one record as a shadow document,
 * {@code {"state":{"reported":{"ts":…,"latlng":"…","66":11922,…}}}} on {@code IMEI/data}. The topic is the identity;
 * SIM numbers, cells, driver tags and user ids are not read.
 */
final class TeltonikaDecoder implements Decoder {

    @Override
    public Decoded decode(Message message, Route route) {
        try {
            JsonNode reported = Json.object(message.payload(), Json.DOCUMENT_LIMIT).path("state").path("reported");
            if (!reported.isObject() || !(reported.has("ts") || reported.has("latlng"))) {
                throw Refused.shape("state.reported has neither ts nor latlng");
            }
            String tracker = route.deviceId();
            if (tracker.isEmpty()) {
                throw Refused.shape("topic: no level names the tracker");
            }
            return report(message, tracker, new TeltonikaRecord(new Members(reported)));
        } catch (Refused refused) {
            return refused.rejected();
        }
    }

    @Override
    public boolean personal() {
        return true;
    }

    private static Decoded report(Message message, String tracker, TeltonikaRecord record) throws Refused {
        Sample sample = record.sample(message);
        if (sample.position() == null && sample.readings().isEmpty()) {
            throw new Refused(Reject.SHAPE, "state.reported has neither a position nor a known parameter");
        }
        return new Decoded.Report(tracker, null, record.key(), List.of(sample),
                new TeltonikaEvents(record.reported()).of(sample), null)
                .keeping(Json.bytes(record.kept()));
    }
}
