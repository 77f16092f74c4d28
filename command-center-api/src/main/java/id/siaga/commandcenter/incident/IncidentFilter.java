package id.siaga.commandcenter.incident;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which incidents a list holds; null means any.
 *
 * @param kecamatan a name or a code
 * @param words of number and title, each the beginning of a word there
 */
public record IncidentFilter(@Nullable String state, @Nullable String priority, @Nullable String category,
        @Nullable String kecamatan, @Nullable String source, @Nullable Boolean overdue, @Nullable Boolean open,
        @Nullable String words) {
    private static final Pattern CODE = Pattern.compile("[0-9.]+");
    public static final IncidentFilter NONE = new IncidentFilter(null, null, null, null, null, null, null, null);

    /** Whether {@link #kecamatan} is a code: digits and dots, as names never are. */
    boolean isKecamatanCoded() {
        return kecamatan != null && CODE.matcher(kecamatan).matches();
    }

    /** The words as a text-search query of PostgreSQL; nothing a person writes can break it. */
    Optional<String> query() {
        return Optional.ofNullable(words)
                .map(text -> Stream.of(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{Nd}]+"))
                        .filter(word -> !word.isEmpty()).map(word -> "'" + word + "':*")
                        .collect(Collectors.joining(" & ")))
                .filter(query -> !query.isEmpty());
    }
}
