package id.siaga.commandcenter.dispatch;

import java.util.Arrays;
import java.util.Optional;

/** What a crew says of its way. */
public enum Step {
    ACCEPTED("diterima"), EN_ROUTE("menuju lokasi"), ON_SCENE("di lokasi"), CLEARED("selesai di lokasi");

    private final String words;

    Step(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** What it sets; the first time it is said counts. */
    String assignments() {
        return switch (this) {
            case ACCEPTED -> "accepted_at = coalesce(accepted_at, ?)";
            case EN_ROUTE -> "said_en_route_at = coalesce(said_en_route_at, ?)";
            case ON_SCENE -> "said_on_scene_at = coalesce(said_on_scene_at, ?)";
            case CLEARED -> "cleared_at = ?";
        };
    }

    public static Optional<Step> named(String name) {
        return Arrays.stream(values()).filter(step -> step.name().equals(name)).findFirst();
    }
}
