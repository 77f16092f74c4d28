package id.siaga.ingest.lane;

import id.siaga.ingest.decode.Decoded;
import id.siaga.ingest.mqtt.Ack;
import id.siaga.ingest.telemetry.Kind;
import id.siaga.ingest.telemetry.Message;

/**
 * A message on its way through a lane, with what it meant and whom to tell.
 *
 * @param principal the authenticated user name, or empty when a trusted broker brought it
 * @param kind what the registry calls the device, else what its topic claims
 * @param message as it may be stored
 * @param format the decoder's name, or empty when no route knew the topic
 */
public record Parcel(String principal, Kind kind, String format, Message message, Decoded.Single decoded, Ack ack) {
}
