package id.siaga.commandcenter.account;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Whose rows somebody may see and change: those of these kecamatan, or of the whole city when empty. */
public record Scope(Optional<List<String>> kecamatan) {
    public static final Scope CITY = new Scope(Optional.empty());

    /** Of several grants together. No grant, no rows. */
    static Scope of(Collection<Grant> grants) {
        if (grants.stream().anyMatch(grant -> grant.kecamatan().isEmpty())) {
            return CITY;
        }
        return new Scope(Optional.of(List.copyOf(
                new TreeSet<>(grants.stream().flatMap(grant -> grant.kecamatan().stream()).toList()))));
    }

    /**
     * For {@code (?::text[] IS NULL OR kecamatan_code = ANY (?))}, and of incidents, which may be shared,
     * {@code (?::text[] IS NULL OR array_append(shared_with, kecamatan_code) && ?)}.
     */
    public String @Nullable [] codes() {
        return kecamatan.map(codes -> codes.toArray(String[]::new)).orElse(null);
    }

    /** What lies nowhere is the whole city's alone. */
    public boolean covers(Optional<String> code) {
        return kecamatan.isEmpty() || code.map(kecamatan.get()::contains).orElse(false);
    }
}
