package id.siaga.simulator.drill;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import id.siaga.simulator.fleet.Endpoint;

/**
 * A way to an external database that can be blocked, which needs no power over its processes.
 *
 * @param direct where it is
 * @param url the same database through the proxy
 */
record DatabaseDoor(String direct, TcpProxy proxy, String url) implements AutoCloseable {

    private static final Pattern ONE_HOST = Pattern.compile("(jdbc:postgresql://)([^:/,]+)(?::(\\d+))?(/.*)");
    private static final String USUAL_PORT = "5432";

    /** @throws IllegalArgumentException when the URL does not name exactly one host */
    static DatabaseDoor before(String databaseUrl) throws IOException {
        Matcher parts = ONE_HOST.matcher(databaseUrl);
        if (!parts.matches()) {
            throw new IllegalArgumentException("--database-url must be jdbc:postgresql://HOST:PORT/DATABASE…");
        }
        String port = parts.group(3) == null ? USUAL_PORT : parts.group(3);
        TcpProxy proxy = TcpProxy.before(new Endpoint(parts.group(2), Integer.parseInt(port)));
        return new DatabaseDoor(databaseUrl, proxy,
                parts.group(1) + proxy.endpoint().host() + ":" + proxy.endpoint().port() + parts.group(4));
    }

    @Override
    public void close() throws IOException {
        proxy.close();
    }
}
