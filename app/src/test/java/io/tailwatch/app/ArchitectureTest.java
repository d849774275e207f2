// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may know whom, for the whole house; here because only this module sees all the others. */
class ArchitectureTest {

  private static JavaClasses house;

  @BeforeAll
  static void importHouse() {
    house =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.tailwatch");
  }

  @Test
  void allModulesAreLookedAt() {
    Set<String> modules =
        house.stream().map(c -> c.getPackageName().split("\\.")[2]).collect(Collectors.toSet());
    assertThat(modules).containsExactlyInAnyOrder("events", "tails", "producer", "analyzer", "app");
  }

  @Test
  void mathematicsKnowsNoKafkaNoHttpAndNoFiles() {
    classes()
        .that()
        .resideInAPackage("io.tailwatch.tails..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.tailwatch.tails..",
            "java.lang..",
            "java.util..",
            "java.math..",
            "java.nio", // byte buffers
            "org.apache.commons.math3..",
            "org.apache.commons.rng..",
            "org.apache.commons.statistics..",
            "org.apache.commons.numbers..")
        .orShould()
        .haveSimpleName("package-info")
        .check(house);
  }

  @Test
  void theWireContractKnowsNeitherMathematicsNorStreams() {
    noClasses()
        .that()
        .resideInAPackage("io.tailwatch.events..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.tailwatch.tails..",
            "io.tailwatch.producer..",
            "io.tailwatch.analyzer..",
            "io.tailwatch.app..",
            "org.apache.kafka.streams..")
        .check(house);
  }

  @Test
  void producerAndAnalyzerDoNotKnowEachOtherNorTheApp() {
    noClasses()
        .that()
        .resideInAPackage("io.tailwatch.producer..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.tailwatch.analyzer..", "io.tailwatch.app..", "org.apache.kafka.streams..")
        .check(house);
    noClasses()
        .that()
        .resideInAPackage("io.tailwatch.analyzer..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.tailwatch.producer..", "io.tailwatch.app..")
        .check(house);
  }

  @Test
  void kafkasServerIsKnownToTheEmbeddedBrokerOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.tailwatch.app.broker..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "kafka..", "scala..", "org.apache.kafka.server..", "org.apache.kafka.metadata..")
        .check(house);
  }

  @Test
  void httpIsServedByTheAnalyzersHttpPackageOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.tailwatch.analyzer.http..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..")
        .check(house);
  }

  @Test
  void nobodyExitsTheProcessButTheCommandLine() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.tailwatch.app..")
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .check(house);
  }

  @Test
  void packagesOfAModuleFormNoCycles() {
    slices().matching("io.tailwatch.(*).(*)..").should().beFreeOfCycles().check(house);
  }
}
