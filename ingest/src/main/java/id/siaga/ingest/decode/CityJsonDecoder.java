package id.siaga.ingest.decode;

import java.io.IOException;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import id.siaga.ingest.telemetry.Message;

/**
 * The native telemetry payload, at most 64 KiB and 500 samples:
 * {@code {"v":1,"id":"01JC","ts":1737378463457,"seq":4711,"m":{"water.distance":1250},"q":["TILTED"]}}. The path most
 * messages take: one streaming pass, and a tree only where something is left out of what is kept.
 */
final class CityJsonDecoder implements Decoder {

    @Override
    public Decoded decode(Message message, Route route) {
        try {
            String device = City.device(route);
            return read(message, device, Text.of(message.payload(), City.LIMIT));
        } catch (Refused refused) {
            return refused.rejected();
        }
    }

    private static Decoded read(Message message, String device, Text text) throws Refused {
        try (JsonParser json = Json.parser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw Refused.shape("not a JSON object");
            }
            CityTelemetry telemetry = new CityTelemetry(json, device);
            telemetry.read();
            if (json.nextToken() != null) {
                throw Refused.shape("something follows the JSON object");
            }
            Decoded.Report report = telemetry.report(message);
            return telemetry.isWhole() ? report : report.keeping(CityKept.ofTelemetry(message.payload()));
        } catch (IOException e) {
            throw Json.malformed(e);
        }
    }
}
