package id.siaga.ingest;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

import id.siaga.hivemq.SiagaExtension;

/** The HiveMQ extension as somebody installs it: a folder with the jar, its description and the settings. */
final class InstalledExtension {

    private InstalledExtension() {
    }

    static void in(Path extensions, String settings) throws IOException, URISyntaxException {
        Path folder = Files.createDirectories(extensions.resolve("siaga"));
        Path built = Path.of(SiagaExtension.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(built)) {
            jar(built, folder.resolve("siaga.jar"));
        } else {
            Files.copy(built, folder.resolve("siaga.jar"));
        }
        Path description = Path.of(System.getProperty("siaga.root", ".."))
                .resolve("hivemq-extension/src/main/hivemq/hivemq-extension.xml");
        Files.copy(description, folder.resolve("hivemq-extension.xml"));
        Files.writeString(folder.resolve("siaga.properties"), settings);
    }

    private static void jar(Path classes, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(classes)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        try (OutputStream out = Files.newOutputStream(to); JarOutputStream jar = new JarOutputStream(out)) {
            for (Path file : files) {
                jar.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, jar);
            }
        }
    }
}
