package id.siaga.commandcenter.unit;

import java.util.Optional;

/**
 * A unit as people describe it.
 *
 * @param kecamatan empty: of the whole city
 * @param shared may be sent by dispatchers of other kecamatan too
 * @param tracker the GPS device on board
 */
public record UnitSpec(String callSign, String kind, Optional<String> kecamatan, boolean shared, Optional<Spot> base,
        Optional<String> tracker, boolean active) {
}
