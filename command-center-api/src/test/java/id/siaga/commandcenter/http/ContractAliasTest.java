package id.siaga.commandcenter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What Jackson would read as a mere name is refused, and where it stands is said. */
class ContractAliasTest {

    @Test
    void anAliasIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> Contract.yaml("parts.yaml", bytes("one: &same { a: 1 }\ntwo: *same\n")))
                .hasMessageContaining("parts.yaml, line 2").hasMessageContaining("*same");
    }

    @Test
    void aStarInATextIsNoAlias() throws IOException {
        assertThat(Contract.yaml("parts.yaml", bytes("one: \"*same\"\n")).path("one").asText()).isEqualTo("*same");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
