package id.siaga.ingest.decode;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses as probes write them: {@code 10.1.0.7}, {@code udp://10.1.0.7:161}, {@code https://user:key@host/path?query}. */
final class Address {

    private static final Pattern URL = Pattern.compile(
            "(?<scheme>[a-zA-Z][a-zA-Z0-9+.-]*)://(?:[^/@?#]*@)?(?<host>\\[[^\\]]*\\]|[^:/?#]*)(?<port>:\\d+)?(?<path>[^?#]*).*");

    private Address() {
    }

    /** The host of a URL; anything else as it is. */
    static String host(String address) {
        Matcher url = URL.matcher(address);
        return url.matches() ? url.group("host").replaceAll("[\\[\\]]", "") : address;
    }

    /** Without what a URL may hide: the user, the key, the query. */
    static String open(String address) {
        Matcher url = URL.matcher(address);
        return url.matches()
                ? url.group("scheme") + "://" + url.group("host") + (url.group("port") == null ? "" : url.group("port"))
                        + url.group("path")
                : address;
    }
}
