package id.siaga.simulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class BoundariesTest {

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("id.siaga.simulator");

    @Test
    void simulatorsAreStrangers() {
        noClasses().should().dependOnClassesThat().resideInAnyPackage("id.siaga.ingest..", "id.siaga.commandcenter..")
                .because("a simulator that shares code with the system would share its mistakes").check(classes);
    }

    @Test
    void devicesArePure() {
        noClasses().that().resideInAPackage("..device..").should().dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "java.net..", "..fleet..", "..scenario..")
                .because("a payload is a function of seed and time alone").check(classes);
    }
}
