package id.siaga.commandcenter.device;

import java.util.Locale;
import java.util.regex.Pattern;

/** Another name of a device, spelled as decoders spell it: EUIs and MACs have one spelling whoever prints them. */
final class Alias {
    /**
     * A device id is an MQTT user name and a topic level: no slash, no wildcard, no space, no longer than the topics
     * {@code city/…} take, and not how a claim code begins.
     */
    static final Pattern DEVICE_ID = Pattern.compile("(?!claim:)[A-Za-z0-9][A-Za-z0-9._:-]{0,63}");
    /** Other names may have levels, as OwnTracks' user/device, or be a whole path, as Antares' containers. */
    static final Pattern NAME = Pattern.compile("(?!.{130})/?[A-Za-z0-9][A-Za-z0-9._:/-]*");
    private static final Pattern EUI = Pattern.compile("[0-9A-Fa-f]{16}|[0-9A-Fa-f]{2}([:-][0-9A-Fa-f]{2}){7}");
    private static final Pattern MAC = Pattern.compile("[0-9A-Fa-f]{2}([:-][0-9A-Fa-f]{2}){5}");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{16}");

    private Alias() {
    }

    static String spelled(String name) {
        if (EUI.matcher(name).matches() && !DIGITS.matcher(name).matches()) {
            return name.replaceAll("[:-]", "").toLowerCase(Locale.ROOT);
        }
        return MAC.matcher(name).matches() ? name.replace('-', ':').toLowerCase(Locale.ROOT) : name;
    }
}
