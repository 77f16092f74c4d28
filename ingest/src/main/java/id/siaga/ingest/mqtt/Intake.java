package id.siaga.ingest.mqtt;

import id.siaga.ingest.telemetry.Message;

/** Where a door hands over what it read. The one place where a log such as Kafka could later stand in between. */
@FunctionalInterface
public interface Intake {

    /**
     * Takes the message over. Blocks while the lane is full: that is the back-pressure.
     *
     * @param principal the authenticated user name, or empty for a trusted broker's messages
     * @param ack called exactly once, on a lane's thread, after the commit that holds the message
     */
    void accept(String principal, Message message, Ack ack);
}
