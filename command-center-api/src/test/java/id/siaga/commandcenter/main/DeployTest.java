package id.siaga.commandcenter.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import picocli.CommandLine;

/** What is installed at a city, as far as a machine without Docker and without systemd can judge it. */
class DeployTest {
    private static final Path ROOT = Path.of(System.getProperty("siaga.root"));
    private static final Path DEPLOY = ROOT.resolve("deploy");
    private static final Pattern VARIABLE = Pattern.compile("SIAGA_[A-Z_]+");
    private static final JsonObject COMPOSE = compose();

    private static JsonObject compose() {
        try (InputStream file = Files.newInputStream(DEPLOY.resolve("compose.yaml"))) {
            Map<String, Object> merged = new Yaml(new SafeConstructor(new LoaderOptions())).load(file);
            return new JsonObject(merged);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Collection<JsonObject> services() {
        JsonObject services = COMPOSE.getJsonObject("services");
        return services.fieldNames().stream().map(services::getJsonObject).toList();
    }

    private static Set<String> variables(String text) {
        return VARIABLE.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    /** What {@code ./siaga help COMMAND} tells, and what the launcher reads itself. */
    private static Set<String> known() throws IOException {
        Set<String> known = variables(Files.readString(ROOT.resolve("siaga")));
        new CommandLine(Siaga.class).getSubcommands().values()
                .forEach(command -> known.addAll(variables(command.getUsageMessage())));
        return known;
    }

    private static List<Path> units() throws IOException {
        try (Stream<Path> files = Files.list(DEPLOY.resolve("systemd"))) {
            return files.filter(file -> file.toString().endsWith(".service")).toList();
        }
    }

    @Test
    void composeFollowsThePublishedSchema() throws IOException {
        try (InputStream schema = Objects.requireNonNull(DeployTest.class.getResourceAsStream("compose-spec.json"))) {
            // Written for an older draft, whose ids are no addresses to this validator; and Go's durations are not ISO's.
            JsonObject json = new JsonObject(new String(schema.readAllBytes(), StandardCharsets.UTF_8)
                    .replaceAll("\"id\": \"[^\"]*\",|,\\s*\"format\": \"duration\"", ""));
            OutputUnit verdict = Validator.create(JsonSchema.of(json), new JsonSchemaOptions()
                    .setBaseUri("https://compose.invalid/").setOutputFormat(OutputFormat.Basic)
                    .setDraft(Draft.DRAFT201909)).validate(COMPOSE);
            assertThat(verdict.getValid()).as("%s", verdict.getErrors()).isTrue();
        }
    }

    @Test
    void whatIsMountedIsThere(@TempDir Path copy) throws IOException, InterruptedException {
        List<String> mounted = services().stream()
                .flatMap(service -> service.getJsonArray("volumes").stream().map(String::valueOf))
                .filter(volume -> volume.startsWith(".")).map(volume -> volume.replaceFirst(":.*", "")).toList();
        assertThat(mounted).isNotEmpty().allSatisfy(path -> assertThat(DEPLOY.resolve(path)).exists());

        Files.copy(DEPLOY.resolve("make-secrets.sh"), copy.resolve("make-secrets.sh"));
        assertThat(new ProcessBuilder("sh", copy.resolve("make-secrets.sh").toString()).start().waitFor()).isZero();
        JsonObject secrets = COMPOSE.getJsonObject("secrets");
        List<String> files = secrets.fieldNames().stream()
                .map(name -> secrets.getJsonObject(name).getString("file")).toList();
        assertThat(files).filteredOn(file -> !Files.exists(copy.resolve(file)))
                .containsExactlyInAnyOrder("secrets/certificate.pem", "secrets/key.pem");
        assertThat(Files.readString(copy.resolve("secrets/SIAGA_DATABASE_URL")))
                .endsWith("password=" + Files.readString(copy.resolve("secrets/database_password")));
    }

    @Test
    void everyServiceUsesOnlySecretsVolumesAndNetworksThatAreDeclared() {
        for (JsonObject service : services()) {
            service.getJsonArray("secrets", new JsonArray()).forEach(secret -> assertThat(
                    COMPOSE.getJsonObject("secrets").fieldNames())
                    .contains(secret instanceof JsonObject named ? named.getString("source") : String.valueOf(secret)));
            service.getJsonArray("volumes").stream().map(String::valueOf).filter(volume -> !volume.startsWith("."))
                    .forEach(volume -> assertThat(COMPOSE.getJsonObject("volumes").fieldNames())
                            .contains(volume.replaceFirst(":.*", "")));
        }
    }

    @Test
    void everyVariableIsOneThatHelpKnows() throws IOException {
        Set<String> known = known();
        assertThat(known).contains("SIAGA_DATABASE_URL", "SIAGA_HEAP");
        assertThat(variables(Files.readString(DEPLOY.resolve("compose.yaml")))).isSubsetOf(known);
        assertThat(variables(Files.readString(DEPLOY.resolve("Dockerfile")))).isSubsetOf(known);
        assertThat(variables(Files.readString(DEPLOY.resolve("systemd/siaga.env.example")))).isSubsetOf(known);
        for (Path unit : units()) {
            assertThat(variables(Files.readString(unit))).isSubsetOf(known);
        }
    }

    @Test
    void nothingRunsAsRootOrUnpinnedOrWithMoreOpenThanNeeded() {
        assertThat(services()).hasSize(5).allSatisfy(service -> {
            assertThat(service.getString("image")).matches(".+:v?\\d+\\.\\d+.*");
            assertThat(service.getString("user", "by its Dockerfile")).isNotIn("root", "0");
            assertThat(service.containsKey("user") || service.containsKey("build")).isTrue();
            assertThat(service.getJsonArray("cap_drop")).containsExactly("ALL");
            assertThat(service.getJsonObject("healthcheck")).isNotNull();
        });
        assertThat(services().stream().flatMap(service -> service.getJsonArray("ports",
                new JsonArray()).stream())).containsExactlyInAnyOrder("443:8080", "8883:8883",
                        "3000:3000");
    }

    @Test
    void theDockerfileCopiesWhatIsBuilt() throws IOException {
        String file = Files.readString(DEPLOY.resolve("Dockerfile"));
        List<String> copied = Pattern.compile("(?m)^COPY (?:--from=build /src/)?(\\S+) ").matcher(file).results()
                .map(found -> found.group(1)).filter(path -> !path.equals(".") && !path.contains("/target/")).toList();
        assertThat(copied).hasSize(3).allSatisfy(path -> assertThat(ROOT.resolve(path)).exists());
        assertThat(Pattern.compile("(?m)^USER (\\S+)$").matcher(file).results().map(found -> found.group(1)).toList())
                .endsWith("10000").contains("10001:10001");
    }

    @Test
    void unitsStartWhatTheLauncherKnowsAndSystemdTakesThem(@TempDir Path copies)
            throws IOException, InterruptedException {
        assertThat(units()).hasSize(3);
        for (Path unit : units()) {
            String text = Files.readString(unit);
            String command = text.lines().filter(line -> line.startsWith("ExecStart=/opt/siaga/siaga ")).findFirst()
                    .orElseThrow().replaceFirst(".* ", "");
            assertThat(new CommandLine(Siaga.class).getSubcommands()).containsKey(command);
            assertThat(text).contains("NoNewPrivileges=yes", "ProtectSystem=strict", "User=siaga");
            Files.writeString(copies.resolve(unit.getFileName().toString()),
                    text.replace("/opt/siaga/siaga", ROOT.resolve("siaga").toString()));
        }
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/systemd-analyze")), "no systemd-analyze");
        for (Path unit : units()) {
            Process verify = new ProcessBuilder("systemd-analyze", "verify",
                    copies.resolve(unit.getFileName().toString()).toString()).redirectErrorStream(true).start();
            String said = new String(verify.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(verify.waitFor()).as(said).isZero();
            assertThat(said).doesNotContain(unit.getFileName().toString());
        }
    }
}
