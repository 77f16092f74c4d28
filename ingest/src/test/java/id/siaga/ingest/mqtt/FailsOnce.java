package id.siaga.ingest.mqtt;

import java.util.List;

import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Reject;

/** An intake whose first message hits a defect. */
@SuppressWarnings("MissingOverride")
record FailsOnce(Collector lanes, List<String> failures) implements Intake {

    public boolean ready() {
        return true;
    }

    public void accept(String principal, Message message, Ack ack) {
        if (failures.isEmpty()) {
            failures.add(message.topic());
            throw new IllegalStateException("a defect in the lanes");
        }
        lanes.accept(principal, message, ack);
    }

    public void refuse(String principal, Message message, Reject reason, String detail, Ack ack) {
        lanes.refuse(principal, message, reason, detail, ack);
    }
}
