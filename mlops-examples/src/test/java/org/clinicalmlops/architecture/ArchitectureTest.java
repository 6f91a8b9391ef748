package org.clinicalmlops.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.clinicalmlops.architecture.bad.ArrayRecord;
import org.clinicalmlops.architecture.bad.Console;
import org.clinicalmlops.architecture.bad.Leaking;
import org.clinicalmlops.architecture.bad.LoggingObserver;
import org.clinicalmlops.architecture.bad.OpenFields;
import org.clinicalmlops.architecture.bad.Serialized;
import org.clinicalmlops.architecture.bad.ThingHelper;
import org.clinicalmlops.architecture.bad.ThingManager;
import org.clinicalmlops.architecture.bad.ThingUtils;
import org.clinicalmlops.architecture.bad.Unrepeatable;
import org.clinicalmlops.architecture.bad.Unwrapping;
import org.clinicalmlops.architecture.bad.UsesJul;
import org.clinicalmlops.architecture.bad.api.Extensible;
import org.clinicalmlops.architecture.bad.api.SeesALogger;
import org.clinicalmlops.architecture.bad.cdshooks.SpeaksHttp;
import org.clinicalmlops.architecture.bad.core.SeesLedger;
import org.clinicalmlops.architecture.bad.core.SeesMonitoring;
import org.clinicalmlops.architecture.bad.cycle.a.First;
import org.clinicalmlops.architecture.bad.cycle.b.Second;
import org.clinicalmlops.architecture.bad.fhir.SeesTheLedger;
import org.clinicalmlops.architecture.bad.ledger.SeesMetrics;
import org.clinicalmlops.architecture.bad.metrics.SeesJackson;
import org.clinicalmlops.architecture.bad.monitoring.SeesCore;
import org.clinicalmlops.architecture.bad.monitoring.UsesInternals;
import org.clinicalmlops.architecture.bad.monitoring.UsesMetricsInternals;
import org.clinicalmlops.architecture.bad.smile.SeesTheCore;
import org.clinicalmlops.architecture.bad.testkit.SeesAnImplementation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule holds in every published module, and finds what is wrong in its fixtures. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchitectureTest {
    private JavaClasses published;
    private JavaClasses bad;

    @BeforeAll
    void read() {
        published = Published.classes();
        bad = Published.bad();
    }

    static Stream<Arguments> rules() {
        return Stream.of(
                rule("api sees the JDK and its null annotations", DependencyRules.API, SeesALogger.class),
                rule("metrics sees api and commons-math3", DependencyRules.METRICS, SeesJackson.class),
                rule("ledger sees api", DependencyRules.LEDGER, SeesMetrics.class),
                rule("core sees api and metrics", DependencyRules.CORE, SeesLedger.class, SeesMonitoring.class),
                rule("monitoring sees api and metrics", DependencyRules.MONITORING, SeesCore.class),
                rule("testkit sees api and the test libraries", DependencyRules.TESTKIT, SeesAnImplementation.class),
                rule("fhir sees api, metrics and HAPI", DependencyRules.FHIR, SeesTheLedger.class),
                rule("smile sees api, metrics and Smile", DependencyRules.SMILE, SeesTheCore.class),
                rule("cds-hooks sees api, metrics, Jackson and Nimbus", DependencyRules.CDS_HOOKS, SpeaksHttp.class),
                rule(
                        "internal packages",
                        DependencyRules.INTERNALS_ARE_THEIR_MODULES,
                        UsesInternals.class,
                        UsesMetricsInternals.class),
                rule("no package cycles", DependencyRules.NO_CYCLES, First.class, Second.class),
                rule("no time or chance", RepeatabilityRules.NO_TIME_OR_CHANCE, Unrepeatable.class),
                rule("no console", RepeatabilityRules.NO_CONSOLE, Console.class),
                rule("no java.util.logging", RepeatabilityRules.NO_JAVA_UTIL_LOGGING, UsesJul.class),
                rule("observe does not log", RepeatabilityRules.OBSERVE_DOES_NOT_LOG, LoggingObserver.class),
                rule("no object streams", RepeatabilityRules.NO_OBJECT_STREAMS, Serialized.class),
                rule(
                        "nothing asks to be serialized",
                        RepeatabilityRules.NOTHING_ASKS_TO_BE_SERIALIZED,
                        Serialized.Value.class),
                rule("public api types are closed", ShapeRules.PUBLIC_API_IS_CLOSED, Extensible.class),
                rule("no array is handed out", ShapeRules.NO_ARRAY_IS_HANDED_OUT, Leaking.class),
                rule("no public field can change", ShapeRules.NO_PUBLIC_FIELD_CAN_CHANGE, OpenFields.class),
                rule("records hold no arrays", ShapeRules.RECORDS_HOLD_NO_ARRAYS, ArrayRecord.class),
                rule("names", ShapeRules.NAMES_SAY_SOMETHING, ThingHelper.class, ThingManager.class, ThingUtils.class),
                rule("no estimate becomes NaN", EstimateRule.NO_ESTIMATE_BECOMES_NAN, Unwrapping.class));
    }

    private static Arguments rule(String name, ArchRule rule, Class<?>... fixtures) {
        return arguments(name, rule, List.of(fixtures));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void holdsInEveryPublishedModule(String name, ArchRule rule, List<Class<?>> fixtures) {
        rule.check(published);
    }

    /** Members named {@code bad...} must be found, members named {@code good...} must not. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void findsWhatIsWrong(String name, ArchRule rule, List<Class<?>> fixtures) {
        EvaluationResult result = rule.evaluate(bad);
        String report = String.join("\n", result.getFailureReport().getDetails());
        for (Class<?> fixture : fixtures) {
            JavaClass type = bad.get(fixture);
            assertThat(report).contains(type.getName());
            for (JavaMember member : type.getMembers()) {
                String full = type.getName() + "." + member.getName();
                if (member.getName().startsWith("bad") || member.getName().startsWith("observeBad")) {
                    assertThat(report).containsPattern(Pattern.quote(full) + "\\b");
                } else if (member.getName().startsWith("good")) {
                    assertThat(report).doesNotContainPattern(Pattern.quote(full) + "\\b");
                }
            }
        }
    }

    /** A rule passes on nothing: without this, a module that is missing from the class path would keep every rule. */
    @ParameterizedTest
    @EnumSource
    void theClassesOfEveryModuleAreThere(Published module) {
        assertThat(published.stream()
                        .filter(type -> type.getName().startsWith(module.root() + "."))
                        .filter(type -> type.getSource().isPresent()))
                .isNotEmpty();
    }
}
