package id.siaga.commandcenter.device;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants changed of a registered device.
 *
 * @param receipts whether receipts are published for it to the external broker
 */
public record DeviceChange(boolean receipts) {

    private static final String RECEIPTS = "receipts";

    /** The change in a body, or null and at least one more of {@code errors}. */
    public static @Nullable DeviceChange of(JsonNode body, List<FieldError> errors) {
        body.fieldNames().forEachRemaining(name -> {
            if (!name.equals(RECEIPTS)) {
                errors.add(new FieldError(name, "tidak dapat diubah (cannot be changed)"));
            }
        });
        JsonNode receipts = body.path(RECEIPTS);
        if (!receipts.isBoolean()) {
            errors.add(new FieldError(RECEIPTS, "wajib, true atau false (required, true or false)"));
        }
        return errors.isEmpty() ? new DeviceChange(receipts.booleanValue()) : null;
    }
}
