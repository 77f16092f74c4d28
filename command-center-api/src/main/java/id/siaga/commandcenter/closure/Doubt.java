package id.siaga.commandcenter.closure;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * A reason to look twice before an incident counts as over.
 *
 * @param text for the person who looks
 * @param link what there is to look at
 */
public record Doubt(Kind kind, String text, Optional<String> link) {

    /** What is doubted. */
    public enum Kind {
        PHOTO_MISSING, PHOTO_ELSEWHERE, PLACE_UNSURE, PHOTO_TOO_OLD, UPLOADED_LATE, CAMERA_TIME, CAMERA_PLACE, SAME_AS_EARLIER, LIKE_EARLIER, SAME_AS_SOURCE, LIKE_SOURCE, SENSOR_OVER, SENSOR_SILENT, ALERT_OPEN, TOO_FAST
    }

    static Doubt of(Kind kind, String text) {
        return new Doubt(kind, text, Optional.empty());
    }

    static Doubt of(Kind kind, String text, String link) {
        return new Doubt(kind, text, Optional.of(link));
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("kind", kind.name()).put("text", text);
        link.ifPresent(where -> json.put("link", where));
        return json;
    }
}
