package id.siaga.commandcenter.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import id.siaga.commandcenter.http.Proxies;
import id.siaga.commandcenter.place.Centroids;
import id.siaga.commandcenter.place.Polygons;
import picocli.CommandLine;

/** A start that fails for a file says by which option the file came and what is wrong. */
class GivenFilesTest {

    private static String told(String... arguments) {
        Options options = CommandLine.populateCommand(new Options(), arguments);
        return Reason.of(catchThrowable(options::check));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--certificate", "--key", "--routes", "--boundaries", "--broker-door-key-file"})
    void aMissingFileIsNotAMatterOfHome(String option) {
        assertThat(told(option, "/nope")).isEqualTo(option + " /nope: there is no such file");
    }

    @Test
    void aWrongKeyIsNamed(@TempDir Path folder) throws IOException {
        Path key = Files.writeString(folder.resolve("key.pem"), "-----BEGIN NOTHING-----\n-----END NOTHING-----\n");
        assertThat(told("--key", key.toString())).startsWith("--key " + key + ": ");
        assertThat(told("--certificate", key.toString())).startsWith("--certificate " + key + ": ");
    }

    @Test
    void aPolygonThatIsNoneIsNamed(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("kelurahan.json"),
                """
                {"type":"FeatureCollection","features":[
                    {"type":"Feature","properties":{"kode":"32.75.01.1001"},"geometry":null}]}""");
        assertThatThrownBy(() -> Polygons.load(file, Centroids.shipped())).hasMessageContaining(file.toString())
                .hasMessageContaining("no geometry").hasMessageContaining("32.75.01.1001");
    }

    @Test
    void aProxyThatIsNoNetworkIsNamed() {
        assertThat(told("--trusted-proxy", "127.0.0.1,proxy.example"))
                .isEqualTo("--trusted-proxy: proxy.example is no address or CIDR block");
        Options options = CommandLine.populateCommand(new Options(), "--trusted-proxy", "127.0.0.1,10.0.0.0/8",
                "--trusted-proxy", "::1");
        assertThat(options.listen().proxies().trusted()).hasSize(3);
        assertThat(CommandLine.populateCommand(new Options()).listen().proxies()).isEqualTo(Proxies.NONE);
    }

    @Test
    void eachDoorIsToldWhereItListens() {
        Options options = CommandLine.populateCommand(new Options(), "--bind", "0.0.0.0");
        assertThat(options.listen().mqttDoors(1883, Optional.of(8883)))
                .isEqualTo(List.of("MQTT  127.0.0.1:1883", "MQTTS 0.0.0.0:8883"));
    }
}
