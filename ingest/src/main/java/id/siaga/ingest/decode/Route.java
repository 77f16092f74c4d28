package id.siaga.ingest.decode;

import java.util.Map;

/**
 * How one topic is to be read: the match of a topic against an entry of the route table.
 *
 * @param format the decoder's name, also the {@code format} label of metrics and rows
 * @param captures topic levels by the name the pattern gives them, such as {@code device} and {@code kind}
 * @param options decoder settings of the entry
 */
public record Route(String format, Map<String, String> captures, Map<String, String> options) {

    /** The named topic level, or empty when the pattern has none of that name. */
    public String capture(String name) {
        return captures.getOrDefault(name, "");
    }

    /**
     * The device the topic speaks for: the {@code device} level, {@code user/device} where a user owns several, or the
     * entry's option {@code device} where no level says it.
     */
    public String deviceId() {
        String user = capture("user");
        String device = captures.getOrDefault("device", options.getOrDefault("device", ""));
        return user.isEmpty() ? device : user + "/" + device;
    }
}
