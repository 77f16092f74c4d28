package id.siaga.commandcenter.http;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The reverse proxies whose word counts of who asks: of X-Forwarded-For, or else Forwarded (RFC 7239), the rightmost
 * entry that is none of them, for each proxy appends whom it saw and what stands further left the client may have
 * written itself. Nobody else's word counts.
 */
public record Proxies(List<IpSubnetFilterRule> trusted) {
    public static final Proxies NONE = new Proxies(List.of());
    private static final String FOR = "X-Forwarded-For";
    private static final String PROTO = "X-Forwarded-Proto";
    private static final String FORWARDED = "Forwarded";
    private static final List<String> TRACES = List.of(FOR, PROTO, FORWARDED, "X-Real-IP", "Via");
    private static final Pattern WITH_PORT = Pattern.compile("\\[([^\\]]+)\\](?::\\d+)?|(\\d+(?:\\.\\d+){3}):\\d+");

    /**
     * @param networks addresses or CIDR blocks
     * @throws IllegalArgumentException naming what is neither
     */
    public static Proxies of(List<String> networks) {
        return new Proxies(networks.stream().map(String::strip).filter(network -> !network.isEmpty())
                .map(Proxies::rule).toList());
    }

    private static IpSubnetFilterRule rule(String network) {
        String[] parts = network.split("/", 2);
        InetAddress address = literal(parts[0])
                .orElseThrow(() -> new IllegalArgumentException(network + " is no address or CIDR block"));
        int most = address.getAddress().length * Byte.SIZE;
        String bits = parts.length == 1 ? String.valueOf(most) : parts[1];
        if (!bits.matches("\\d{1,3}") || Integer.parseInt(bits) > most) {
            throw new IllegalArgumentException(network + ": the prefix is 0…" + most);
        }
        return new IpSubnetFilterRule(address, Integer.parseInt(bits), IpFilterRuleType.ACCEPT);
    }

    /** Who asks. */
    Peer peer(HttpServerRequest request) {
        String seen = request.remoteAddress().hostAddress();
        boolean traced = TRACES.stream().anyMatch(request.headers()::contains);
        Optional<InetAddress> next = literal(seen);
        if (next.filter(this::trusts).isEmpty()) {
            return new Peer(seen, Optional.empty(), !traced && next.filter(InetAddress::isLoopbackAddress).isPresent());
        }
        List<String> told = request.headers().getAll(FOR);
        List<String> elements = entries(request.headers().getAll(FORWARDED));
        String address = client(seen, told.isEmpty() ? parameters(elements, "for") : entries(told));
        Optional<String> scheme = Stream
                .of(entries(request.headers().getAll(PROTO)), parameters(elements, "proto"))
                .filter(list -> !list.isEmpty()).map(List::getLast).findFirst()
                .filter(List.of("http", "https")::contains);
        return new Peer(address, scheme, !traced && next.get().isLoopbackAddress());
    }

    /** Beyond the trusted hops; what is no address ends the way at the one who told it. */
    String client(String seen, List<String> hops) {
        String last = seen;
        for (String hop : hops.reversed()) {
            Optional<InetAddress> address = literal(hop);
            if (address.isEmpty()) {
                return last;
            }
            last = address.get().getHostAddress();
            if (!trusts(address.get())) {
                return last;
            }
        }
        return last;
    }

    private boolean trusts(InetAddress address) {
        InetSocketAddress socket = new InetSocketAddress(address, 0);
        return trusted.stream().anyMatch(rule -> rule.matches(socket));
    }

    private static List<String> entries(List<String> headers) {
        return headers.stream().flatMap(header -> Arrays.stream(header.split(","))).map(String::strip).toList();
    }

    private static List<String> parameters(List<String> elements, String name) {
        return elements.stream().map(element -> Arrays.stream(element.split(";")).map(String::strip)
                .filter(pair -> pair.regionMatches(true, 0, name + "=", 0, name.length() + 1))
                .map(pair -> pair.substring(name.length() + 1).replace("\"", "")).findFirst().orElse("")).toList();
    }

    /** Never a name, which would have to be looked up. */
    private static Optional<InetAddress> literal(String node) {
        Matcher port = WITH_PORT.matcher(node);
        String text = port.matches() ? Optional.ofNullable(port.group(1)).orElse(port.group(2)) : node;
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
        try {
            return bytes == null ? Optional.empty() : Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
