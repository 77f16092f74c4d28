package id.siaga.commandcenter.device;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A device as somebody describes it, checked field by field.
 *
 * @param index which of the devices asked for, from 0
 * @param columns by the names of the table's columns; what is not there was not given
 * @param aliases other names to be known under, besides those it has
 */
public record DeviceSpec(int index, String deviceId, ObjectNode columns, List<String> aliases) {

    Objection objection(String field, String reason) {
        return new Objection(index, field, reason);
    }
}
