package id.siaga.ingest.mqtt;

import java.util.List;

import id.siaga.ingest.telemetry.Message;
import id.siaga.ingest.telemetry.Reject;

/** An intake whose first messages hit a defect. */
@SuppressWarnings("MissingOverride")
record FailsFirst(Collector lanes, int times, Throwable defect, List<String> failures) implements Intake {

    public boolean ready() {
        return true;
    }

    public void accept(String principal, Message message, Ack ack) {
        if (failures.size() < times) {
            failures.add(message.topic());
            fail();
        }
        lanes.accept(principal, message, ack);
    }

    private void fail() {
        switch (defect) {
            case RuntimeException each -> throw each;
            case Error each -> throw each;
            default -> throw new IllegalArgumentException(defect);
        }
    }

    public void refuse(String principal, Message message, Reject reason, String detail, Ack ack) {
        lanes.refuse(principal, message, reason, detail, ack);
    }
}
