package id.siaga.ingest.decode;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Every payload format Siaga reads, by name. A new format is one class and one line here. */
public final class Decoders {

    private static final Map<String, Decoder> BY_FORMAT = table();

    private static Map<String, Decoder> table() {
        Map<String, Decoder> table = new TreeMap<>();
        table.put("city-json", new CityJsonDecoder());
        table.put("city-status", new CityStatusDecoder());
        table.put("city-event", new CityEventDecoder());
        table.put("chirpstack", new ChirpStackDecoder());
        table.put("flat-json", new FlatJsonDecoder());
        table.put("tts", new TtsDecoder());
        table.put("senml", new SenmlDecoder());
        table.put("sensorthings", new SensorThingsDecoder());
        table.put("antares", new AntaresDecoder());
        table.put("owntracks", new OwnTracksDecoder());
        table.put("traccar", new TraccarDecoder());
        table.put("teltonika", new TeltonikaDecoder());
        table.put("frigate", new FrigateDecoder());
        table.put("onvif", new OnvifDecoder());
        table.put("axis", new AxisDecoder());
        table.put("sparkplug", (message, route) -> new SparkplugDecoder(SparkplugLimits.defaults(), Rebirth.NOBODY)
                .decode(message, route));
        table.put("influx", new InfluxDecoder());
        table.put("telegraf-json", new TelegrafJsonDecoder());
        table.put("collectd", new CollectdDecoder());
        table.put("netjson", new NetJsonDecoder());
        return table;
    }

    private Decoders() {
    }

    /** The names a route table may use. */
    public static Set<String> formats() {
        return Collections.unmodifiableSet(BY_FORMAT.keySet());
    }

    /** {@link Decoder#personal()} of a format; false of none. */
    public static boolean personal(String format) {
        Decoder decoder = BY_FORMAT.get(format);
        return decoder != null && decoder.personal();
    }

    /** As {@link #named}, for live messages in their order: Sparkplug remembers births and asks for those it missed. */
    public static Function<String, Decoder> remembering(SparkplugLimits limits, Rebirth rebirth) {
        Decoder sparkplug = new SparkplugDecoder(limits, rebirth);
        return format -> format.equals("sparkplug") ? sparkplug : named(format);
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
