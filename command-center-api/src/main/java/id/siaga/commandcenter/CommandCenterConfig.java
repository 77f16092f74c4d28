package id.siaga.commandcenter;

import id.siaga.ingest.decode.Routes;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where to listen (port 0: any free one), the certificate when that is to be TLS, the GeoJSON file of kelurahan polygons
 * if there is one, the settings, and the route table by which messages are tried out.
 */
public record CommandCenterConfig(String bind, int port, Optional<PemKeyCertOptions> certificate,
        Optional<Path> boundaries, Settings settings, Routes routes) {

    public CommandCenterConfig(String bind, int port, Optional<PemKeyCertOptions> certificate,
            Optional<Path> boundaries, Settings settings) {
        this(bind, port, certificate, boundaries, settings, Routes.standard());
    }
}
