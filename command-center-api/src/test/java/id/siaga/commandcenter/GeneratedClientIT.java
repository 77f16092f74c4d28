package id.siaga.commandcenter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client generated from the contract by openapi-generator compiles and works against the running server. */
class GeneratedClientIT {
    private static final Path GENERATOR = Path.of("target/openapi-generator-cli.jar").toAbsolutePath();
    private static final Path SMOKE = Path.of("src/test/resources/generated-client/SmokeClient.java");

    @TempDir
    Path folder;

    @Test
    void aGeneratedJavaClientWorks() throws Exception {
        try (Running system = new Running()) {
            system.login();
            long incident = system.city.incident("32.75.01");
            system.city.incident("32.75.02");
            Path document = Files.writeString(folder.resolve("openapi.json"),
                    system.get("/api/v1/openapi.json").body());
            generate(document);
            compile();
            String said = java(classpath(), "SmokeClient",
                    system.request("/api/v1").build().uri().toString(), system.password, Long.toString(incident));
            assertThat(said.lines()).hasSize(9).satisfiesExactly(
                    line -> assertThat(line).startsWith("refused: 401").contains("/problems/login-refused"),
                    line -> assertThat(line).isEqualTo("secret: true"),
                    line -> assertThat(line).isEqualTo("device: AWLR 7"),
                    line -> assertThat(line).startsWith("refused: 404").contains("/problems/not-found"),
                    line -> assertThat(line).isEqualTo("incidents: 1 next true"),
                    line -> assertThat(line).startsWith("incident: ").endsWith(" BARU"),
                    line -> assertThat(line).isEqualTo("moved: DIVERIFIKASI 2"),
                    line -> assertThat(line).startsWith("refused: 412").contains("/problems/changed-meanwhile"),
                    line -> assertThat(line).isEqualTo("timeline: 1"));
        }
    }

    private void generate(Path document) throws IOException, InterruptedException {
        run(List.of(program("java"), "-jar", GENERATOR.toString(), "generate", "-g", "java", "-i", document.toString(),
                "-o", folder.resolve("client").toString(), "--library", "native", "--skip-validate-spec",
                "--global-property",
                "apis,models,supportingFiles,apiTests=false,modelTests=false,apiDocs=false,modelDocs=false",
                "--additional-properties",
                "invokerPackage=id.siaga.generated,apiPackage=id.siaga.generated.api,modelPackage=id.siaga.generated.model,hideGenerationTimestamp=true,openApiNullable=false,useJakartaEe=true,useSingleRequestParameter=true"));
    }

    private void compile() throws IOException {
        List<String> sources = new ArrayList<>(List.of("-proc:none", "-nowarn", "-d", classes().toString(), "-cp",
                System.getProperty("java.class.path"), SMOKE.toString()));
        try (Stream<Path> files = Files.walk(folder.resolve("client/src/main/java"))) {
            files.filter(each -> each.toString().endsWith(".java")).forEach(each -> sources.add(each.toString()));
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, System.err, System.err,
                sources.toArray(String[]::new))).as("javac").isZero();
    }

    private Path classes() throws IOException {
        return Files.createDirectories(folder.resolve("classes"));
    }

    private String classpath() throws IOException {
        return classes() + System.getProperty("path.separator") + System.getProperty("java.class.path");
    }

    private static String program(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    private String java(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program("java"), "-cp"));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        Path said = Files.createTempFile(folder, "said", ".txt");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
        boolean ended = process.waitFor(5, TimeUnit.MINUTES);
        String text = Files.readString(said, StandardCharsets.UTF_8);
        assertThat(ended).as(text).isTrue();
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }
}
