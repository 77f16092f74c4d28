package id.siaga.ingest.mqtt;

import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Reject;

/** Where a door hands over what it read. The one place where a log such as Kafka could later stand in between. */
public interface Intake {

    /** Whether every lane has room: a door that can wait asks before it takes a message off the wire. */
    boolean ready();

    /**
     * Takes the message over. Blocks while the lane is full.
     *
     * @param principal the authenticated user name, or empty for a trusted broker's messages
     * @param ack called exactly once, on a lane's thread, after the commit that holds the message
     */
    void accept(String principal, Message message, Ack ack);

    /** Takes over a publication that the door itself refused: it goes to quarantine undecoded. */
    void refuse(String principal, Message message, Reject reason, String detail, Ack ack);
}
