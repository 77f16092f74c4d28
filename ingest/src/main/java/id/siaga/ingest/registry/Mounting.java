package id.siaga.ingest.registry;

import org.jspecify.annotations.Nullable;

/**
 * How a gauge hangs.
 *
 * @param mountMm height of a downward-looking sensor above the site datum, mm
 * @param zeroMm height of a submerged probe's zero above the site datum, mm
 */
public record Mounting(@Nullable Double mountMm, @Nullable Double zeroMm) {
}
