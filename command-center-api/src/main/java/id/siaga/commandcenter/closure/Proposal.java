package id.siaga.commandcenter.closure;

import java.util.List;

/**
 * That an incident is over.
 *
 * @param result what came of it, in few words
 * @param photos ids of photos taken for it
 */
public record Proposal(String result, String note, List<Long> photos) {

    String photoArray() {
        return "{" + String.join(",", photos.stream().map(String::valueOf).toList()) + "}";
    }
}
