package id.siaga.commandcenter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose word counts of who asks. */
class ProxiesTest {
    private static final Proxies PROXIES = Proxies.of(List.of("127.0.0.1", "10.0.0.0/8", "2001:db8::/32"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "203.0.113.9 | 203.0.113.9", "198.51.100.1 203.0.113.9 | 203.0.113.9",
            "198.51.100.1 203.0.113.9 10.1.2.3 | 203.0.113.9", "203.0.113.9:4711 10.1.2.3:80 | 203.0.113.9",
            "[2001:db9::1]:4711 | 2001:db9:0:0:0:0:0:1", "203.0.113.9 2001:db8::7 | 203.0.113.9",
            "10.0.0.1 10.0.0.2 | 10.0.0.1", "203.0.113.9 unknown 10.0.0.2 | 10.0.0.2", "example.com | 127.0.0.1",
            "_hidden | 127.0.0.1", "999.1.1.1 | 127.0.0.1"})
    void theRightmostThatIsNoProxyOfOurs(String hops, String client) {
        assertThat(PROXIES.client("127.0.0.1", Arrays.asList(hops.split(" ")))).isEqualTo(client);
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example", "10.0.0.0/33", "10.0.0.0/x", "2001:db8::/129", "10.0.0"})
    void whatIsNoNetworkIsNamed(String network) {
        assertThatIllegalArgumentException().isThrownBy(() -> Proxies.of(List.of("127.0.0.1", network)))
                .withMessageContaining(network);
    }

    @Test
    void noneTrustsNobody() {
        assertThat(Proxies.of(List.of("", " "))).isEqualTo(Proxies.NONE);
    }
}
