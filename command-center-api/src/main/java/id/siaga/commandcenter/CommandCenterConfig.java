package id.siaga.commandcenter;

import java.nio.file.Path;
import java.util.Optional;

/** Where to listen (port 0: any free one), the GeoJSON file of kelurahan polygons if there is one, and the settings. */
public record CommandCenterConfig(String bind, int port, Optional<Path> boundaries, Settings settings) {
}
