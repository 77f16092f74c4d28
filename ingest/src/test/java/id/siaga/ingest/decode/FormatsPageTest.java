package id.siaga.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

class FormatsPageTest {

    private static final Path PAGE = Path.of(System.getProperty("siaga.root", "..")).resolve("docs/formats.md");

    @Test
    void thePageSaysWhatTheDecodersDo() throws IOException {
        String text = new FormatsPage().text();
        if ("write".equals(System.getProperty("siaga.docs"))) {
            Files.writeString(PAGE, text);
        }

        assertThat(Files.readString(PAGE)).as("docs/formats.md is stale; refresh it: " + FormatsPage.REFRESH)
                .isEqualTo(text);
    }
}
