package id.siaga.ingest.decode;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Every payload format Siaga reads, by name. A new format is one class and one line here. */
public final class Decoders {

    private static final Map<String, Decoder> BY_FORMAT = new TreeMap<>(Map.of(
            "city-json", new CityJsonDecoder(), "city-status", new CityStatusDecoder(), "city-event",
            new CityEventDecoder(), "owntracks", new OwnTracksDecoder(), "chirpstack", new ChirpStackDecoder()));

    private Decoders() {
    }

    public static Set<String> formats() {
        return BY_FORMAT.keySet();
    }

    /** The decoder of a format; {@link IllegalArgumentException} when there is none of that name. */
    public static Decoder named(String format) {
        Decoder decoder = BY_FORMAT.get(format);
        if (decoder == null) {
            throw new IllegalArgumentException("format '" + format + "' is none of " + formats());
        }
        return decoder;
    }
}
