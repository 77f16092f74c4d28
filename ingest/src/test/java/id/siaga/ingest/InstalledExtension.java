package id.siaga.ingest;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** The HiveMQ extension as somebody installs it: a folder with the jar, its description and the settings. */
final class InstalledExtension {

    private static final Path MODULE = Path.of("..", "deploy", "hivemq-extension");

    private InstalledExtension() {
    }

    static void in(Path extensions, String settings) throws IOException {
        Path folder = Files.createDirectories(extensions.resolve("siaga"));
        jar(MODULE.resolve("target/classes"), folder.resolve("siaga.jar"));
        Files.copy(MODULE.resolve("src/main/hivemq/hivemq-extension.xml"), folder.resolve("hivemq-extension.xml"));
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
