package id.siaga.simulator.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DatabaseDoorTest {

    @Test
    void leadsToTheSameDatabaseThroughTheProxy() throws Exception {
        String url = "jdbc:postgresql://db.example:55432/siaga?user=siaga&password=a:b/c";
        try (DatabaseDoor door = DatabaseDoor.before(url)) {
            assertThat(door.direct()).isEqualTo(url);
            assertThat(door.url()).isEqualTo("jdbc:postgresql://127.0.0.1:" + door.proxy().endpoint().port()
                    + "/siaga?user=siaga&password=a:b/c");
        }
    }

    @Test
    void refusesAnAddressThatIsNotOneHost() {
        assertThatThrownBy(() -> DatabaseDoor.before("jdbc:postgresql://a:1,b:2/siaga"))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("--database-url");
    }
}
