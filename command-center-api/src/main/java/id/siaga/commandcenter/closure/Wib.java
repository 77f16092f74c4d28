package id.siaga.commandcenter.closure;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How times are said to people in Bekasi. */
final class Wib {
    private static final Locale INDONESIAN = Locale.forLanguageTag("id-ID");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMM yyyy HH.mm.ss 'WIB'", INDONESIAN)
            .withZone(ZoneId.of("Asia/Jakarta"));

    private Wib() {
    }

    static String time(Instant at) {
        return TIME.format(at);
    }
}
