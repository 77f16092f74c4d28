package id.siaga.commandcenter.device;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** How a registration ended: all devices or none. */
public sealed interface Registered {

    /** Each with {@code device_id} and {@code secret}, in the order asked. */
    record Accepted(List<ObjectNode> devices) implements Registered {
    }

    record Invalid(List<Objection> objections) implements Registered {
    }

    /** These exist already and the caller did not ask to rotate their secrets. */
    record Existing(List<String> deviceIds) implements Registered {
    }
}
