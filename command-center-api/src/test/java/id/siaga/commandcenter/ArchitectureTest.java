package id.siaga.commandcenter;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("id.siaga.commandcenter");

    @Test
    void incidentsKnowNeitherTheWebNorScreens() {
        noClasses().that().resideInAPackage("id.siaga.commandcenter.incident..").should().dependOnClassesThat()
                .resideInAnyPackage("id.siaga.commandcenter.http..", "id.siaga.commandcenter.wall..", "io.vertx..")
                .because("an incident is the same thing whoever asks and however").check(OURS);
    }

    @Test
    void onlyHttpAndTheCompositionKnowVertx() {
        noClasses().that().resideOutsideOfPackages("id.siaga.commandcenter",
                "id.siaga.commandcenter.http..",
                "id.siaga.commandcenter.main..").should().dependOnClassesThat().resideInAPackage("io.vertx..")
                .because("features are plain blocking code, called on worker threads").check(OURS);
    }

    @Test
    void ingestIsMetInDataAndItsPurePackagesOnly() {
        noClasses().that().resideOutsideOfPackage("id.siaga.commandcenter.main..").should().dependOnClassesThat()
                .resideInAnyPackage("id.siaga.ingest.mqtt..", "id.siaga.ingest.lane..", "id.siaga.ingest.store..",
                        "id.siaga.ingest.registry..", "id.siaga.ingest.alert..", "id.siaga.ingest.http..")
                .because("the two services meet at the schema and NOTIFY").check(OURS);
    }
}
