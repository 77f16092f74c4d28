package id.siaga.ingest.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every payload codec by device model. A new model is one line here; the longest name that fits a profile wins. */
final class PayloadCodecs {

    private static final int MILESIGHT_PORT = 85;
    private static final PayloadCodec MILESIGHT = new MilesightCodec();
    private static final Map<String, PayloadCodec> BY_MODEL = Map.ofEntries(Map.entry("MILESIGHT", MILESIGHT),
            Map.entry("LDDS75", DraginoCodec.LDDS75), Map.entry("LDDS45", DraginoCodec.LDDS75),
            Map.entry("LLDS12", DraginoCodec.LLDS12), Map.entry("DDS75-3", DraginoCodec.DDS75_3),
            Map.entry("PS-LB", DraginoCodec.PS_LB), Map.entry("PS-LS", DraginoCodec.PS_LB),
            Map.entry("DL-MBX", DecentlabCodec.MBX), Map.entry("DL-TBRG", DecentlabCodec.TBRG),
            Map.entry("DL-CTD10", DecentlabCodec.CTD10), Map.entry("DL-PR26", DecentlabCodec.PR26));
    /** {@code DL-PR26 10 bar}: how far this probe reaches, which its bytes do not say. */
    private static final Pattern PRESSURE_RANGE = Pattern.compile("DL-PR26\\s+(\\d{1,4}(?:\\.\\d{1,3})?)\\s*BAR");
    private static final List<String> MODELS = longestFirst();

    private PayloadCodecs() {
    }

    /**
     * By the route's {@code codec} option, else the device's {@code codec} tag, else Milesight's own port, else a model
     * named in the device profile.
     */
    static Optional<PayloadCodec> choose(Route route, String tag, int port, String profile) {
        String option = route.options().getOrDefault("codec", tag);
        if (!option.isEmpty()) {
            return inside(option);
        }
        return port == MILESIGHT_PORT ? Optional.of(MILESIGHT) : inside(profile);
    }

    private static Optional<PayloadCodec> inside(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        Matcher ranged = PRESSURE_RANGE.matcher(upper);
        if (ranged.find()) {
            return Optional.of(new DecentlabPressure(Double.parseDouble(ranged.group(1))));
        }
        return MODELS.stream().filter(upper::contains).findFirst().map(BY_MODEL::get);
    }

    private static List<String> longestFirst() {
        List<String> models = new ArrayList<>(BY_MODEL.keySet());
        models.sort((a, b) -> b.length() - a.length());
        return List.copyOf(models);
    }
}
