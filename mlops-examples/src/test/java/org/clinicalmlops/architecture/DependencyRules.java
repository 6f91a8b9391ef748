package org.clinicalmlops.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.stream.Stream;

/** Who may see whom. */
final class DependencyRules {
    static final ArchRule API = sees(Published.API, "javax.crypto..");
    static final ArchRule METRICS = sees(Published.METRICS, Published.API.packages(), "org.apache.commons.math3..");
    static final ArchRule LEDGER = sees(
            Published.LEDGER,
            Published.API.packages(),
            "javax.crypto..",
            "javax.sql..",
            "com.fasterxml.jackson.core..",
            "org.slf4j..");
    static final ArchRule CORE = sees(
            Published.CORE,
            Published.API.packages(),
            Published.METRICS.packages(),
            "javax.crypto..",
            "com.fasterxml.jackson..",
            "de.siegmar.fastcsv..",
            "org.slf4j..");
    static final ArchRule MONITORING = sees(
            Published.MONITORING,
            Published.API.packages(),
            Published.METRICS.packages(),
            "org.apache.commons.math3..",
            "org.slf4j..");
    static final ArchRule TESTKIT = sees(
            Published.TESTKIT,
            Published.API.packages(),
            "javax.crypto..",
            "org.junit.jupiter..",
            "org.assertj.core..",
            "org.apiguardian.api..");
    static final ArchRule FHIR = sees(
            Published.FHIR, Published.API.packages(), Published.METRICS.packages(), "ca.uhn.fhir..", "org.hl7.fhir..");
    static final ArchRule SMILE =
            sees(Published.SMILE, Published.API.packages(), Published.METRICS.packages(), "smile..");
    static final ArchRule CDS_HOOKS = sees(
            Published.CDSHOOKS,
            Published.API.packages(),
            Published.METRICS.packages(),
            "javax.crypto..",
            "com.fasterxml.jackson..",
            "com.nimbusds..");

    /** Packages, so that it holds inside a module and between modules. */
    static final ArchRule NO_CYCLES =
            slices().matching("org.clinicalmlops.(**)").should().beFreeOfCycles();

    static final ArchRule INTERNALS_ARE_THEIR_MODULES = classes()
            .should(new ArchCondition<>("use no internal package of another module") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    type.getDirectDependenciesFromSelf().stream()
                            .filter(DependencyRules::entersInternals)
                            .forEach(d -> events.add(SimpleConditionEvent.violated(d, d.getDescription())));
                }
            });

    private DependencyRules() {}

    /** Nothing but the {@code java} packages of the JDK, the null annotations, the module itself and what is named. */
    private static ArchRule sees(Published module, String... others) {
        String[] allowed = Stream.concat(
                        Stream.of("java..", "org.jspecify.annotations..", module.packages()), Arrays.stream(others))
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage(module.packages())
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed);
    }

    private static boolean entersInternals(Dependency dependency) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        return target.getPackageName().startsWith(Published.ROOT)
                && (target.getPackageName() + ".").contains(".internal.")
                && !Published.of(target).equals(Published.of(dependency.getOriginClass()));
    }
}
