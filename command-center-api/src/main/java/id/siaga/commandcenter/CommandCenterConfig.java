package id.siaga.commandcenter;

import id.siaga.commandcenter.account.SecretSeal;
import id.siaga.commandcenter.account.oidc.OidcConfig;
import id.siaga.commandcenter.http.Proxies;
import id.siaga.ingest.decode.Routes;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where to listen (port 0: any free one), the certificate when that is to be TLS, the GeoJSON file of kelurahan polygons
 * if there is one, the settings, the folder of our own authority for device certificates, without which none are signed,
 * the route table by which messages are tried out, the identity provider if there is single sign-on, and what seals the secrets of
 * one-time codes, by default only for as long as the process runs, and the reverse proxies that are believed, by default
 * none.
 */
public record CommandCenterConfig(String bind, int port, Optional<PemKeyCertOptions> certificate,
        Optional<Path> boundaries, Settings settings, Optional<Path> authority, Routes routes,
        Optional<OidcConfig> oidc, SecretSeal seal, Proxies proxies) {

    public CommandCenterConfig(String bind, int port, Optional<PemKeyCertOptions> certificate,
            Optional<Path> boundaries, Settings settings, Optional<Path> authority, Routes routes) {
        this(bind, port, certificate, boundaries, settings, authority, routes, Optional.empty(),
                SecretSeal.passing(), Proxies.NONE);
    }

    public CommandCenterConfig(String bind, int port, Optional<PemKeyCertOptions> certificate,
            Optional<Path> boundaries, Settings settings, Optional<Path> authority) {
        this(bind, port, certificate, boundaries, settings, authority, Routes.standard());
    }

    public CommandCenterConfig(String bind, int port, Optional<PemKeyCertOptions> certificate,
            Optional<Path> boundaries, Settings settings) {
        this(bind, port, certificate, boundaries, settings, Optional.empty());
    }

    public CommandCenterConfig withOidc(Optional<OidcConfig> provider) {
        return new CommandCenterConfig(bind, port, certificate, boundaries, settings, authority, routes, provider,
                seal, proxies);
    }

    public CommandCenterConfig withSeal(SecretSeal kept) {
        return new CommandCenterConfig(bind, port, certificate, boundaries, settings, authority, routes, oidc, kept,
                proxies);
    }

    public CommandCenterConfig withProxies(Proxies trusted) {
        return new CommandCenterConfig(bind, port, certificate, boundaries, settings, authority, routes, oidc, seal,
                trusted);
    }
}
