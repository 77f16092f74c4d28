package id.siaga.ingest;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import id.siaga.ingest.mqtt.Ack;
import id.siaga.ingest.mqtt.Intake;
import id.siaga.ingest.registry.Device;

/** The flow is the package list: a stage knows the words and what comes before it, never what comes after. */
class IngestArchitectureTest {

    private static final JavaClasses INGEST = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("id.siaga.ingest");

    @ParameterizedTest
    @ValueSource(strings = {"telemetry", "decode", "rule"})
    void purePackagesNeitherNetworkNorDatabase(String name) {
        noClasses().that().resideInAPackage(in(name)).should().dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "java.sql..", "javax.sql..", "java.net..")
                .because("they are functions of their arguments: replay, dry-run and back-test run the same code")
                .check(INGEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"decode", "rule"})
    void pureStagesKnowOnlyTheWords(String name) {
        noClasses().that().resideInAPackage(in(name)).should().dependOnClassesThat(oursExcept(name, "telemetry"))
                .because("a payload format or a rule must be readable, and testable, with the words alone")
                .check(INGEST);
    }

    @Test
    void theWordsKnowNobody() {
        noClasses().that().resideInAPackage(in("telemetry")).should().dependOnClassesThat(oursExcept("telemetry"))
                .because("every other package speaks them").check(INGEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqtt", "http"})
    void theDoorsKnowNothingBehindTheIntake(String door) {
        noClasses().that().resideInAPackage(in(door)).should()
                .dependOnClassesThat(resideInAnyPackage(in("store"), in("rule"), in("alert"), in("lane")))
                .because("a log may one day stand between the doors and the lanes").allowEmptyShould(false)
                .check(INGEST);
    }

    @Test
    void theHttpDoorSharesTheHandOverAndNoMqtt() {
        noClasses().that().resideInAPackage(in("http")).should()
                .dependOnClassesThat(resideInAPackage(in("mqtt"))
                        .and(DescribedPredicate.not(JavaClass.Predicates.belongToAnyOf(Ack.class, Intake.class))))
                .because("doors meet in the hand-over of a message and its ack").check(INGEST);
    }

    @Test
    void theRegistryKnowsNoDoor() {
        noClasses().that().resideInAPackage(in("registry")).should()
                .dependOnClassesThat(oursExcept("registry", "telemetry", "decode"))
                .because("every door asks it who may publish what").check(INGEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqtt", "http"})
    void noDoorDecidesByItselfWhoSpeaksForWhom(String door) {
        noClasses().that().resideInAPackage(in(door)).should()
                .callMethod(Device.class, "speaksFor", String.class, Supplier.class)
                .because("one account says it, whichever door is used").check(INGEST);
    }

    @Test
    void rulesAskNoClock() {
        noClasses().that().resideInAPackage(in("rule")).should().callMethod(java.time.Instant.class, "now").orShould()
                .dependOnClassesThat().belongToAnyOf(java.time.Clock.class)
                .because("event time decides: the same readings give the same alerts whenever they are judged")
                .check(INGEST);
    }

    private static DescribedPredicate<JavaClass> oursExcept(String... names) {
        DescribedPredicate<JavaClass> allowed = resideInAnyPackage(
                java.util.Arrays.stream(names).map(IngestArchitectureTest::in).toArray(String[]::new));
        return resideInAPackage("id.siaga..").and(DescribedPredicate.not(allowed)).as("our other packages");
    }

    private static String in(String name) {
        return "id.siaga.ingest." + name + "..";
    }
}
