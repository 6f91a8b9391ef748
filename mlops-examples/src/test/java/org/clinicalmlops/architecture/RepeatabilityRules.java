package org.clinicalmlops.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.Serializable;
import java.util.Set;
import java.util.function.Predicate;

/** What a published module asks of the JVM around it: no time, chance, environment, console or Java serialization of its own. */
final class RepeatabilityRules {
    /** Class and method; {@code <init>} is a constructor. */
    private static final Set<String> UNREPEATABLE = Set.of(
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.lang.System.getenv",
            "java.lang.Math.random",
            "java.lang.StrictMath.random",
            "java.util.Random.<init>",
            "java.security.SecureRandom.<init>",
            "java.util.UUID.randomUUID",
            "java.time.Clock.tickMillis",
            "java.time.Clock.tickSeconds",
            "java.time.Clock.tickMinutes");

    /** How long something waits is measured in one place; nothing else asks the JVM. */
    static final ArchRule NO_TIME_OR_CHANCE = classes()
            .that()
            .doNotHaveFullyQualifiedName("org.clinicalmlops.core.serve.Elapsed")
            .should(notAccess("ask for time, chance or environment: a run repeats to the bit", target -> {
                String owner = target.getOwner().getName();
                boolean now = owner.startsWith("java.time.") && target.getName().equals("now");
                boolean system =
                        owner.equals("java.time.Clock") && target.getName().startsWith("system");
                return UNREPEATABLE.contains(target.getOwner().getName() + "." + target.getName())
                        || now && !takes(target, "java.time.Clock")
                        || system
                        || owner.equals("java.util.concurrent.ThreadLocalRandom")
                        || owner.equals("java.util.SplittableRandom") && takesNothing(target, "<init>")
                        || owner.equals("java.util.Collections")
                                && target.getName().equals("shuffle")
                                && !takes(target, "java.util.Random");
            }));

    static final ArchRule NO_CONSOLE = classes()
            .should(notAccess(
                    "write to the console",
                    target -> target.getOwner().getName().equals("java.lang.System")
                                    && Set.of("out", "err", "console").contains(target.getName())
                            || target.getOwner().isAssignableTo(Throwable.class)
                                    && takesNothing(target, "printStackTrace")));

    static final ArchRule NO_JAVA_UTIL_LOGGING =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("java.util.logging..");

    static final ArchRule OBSERVE_DOES_NOT_LOG = classes()
            .should(new ArchCondition<>("log nothing in methods named observe...") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    type.getAccessesFromSelf().stream()
                            .filter(a -> a.getOrigin().getName().startsWith("observe"))
                            .filter(a -> isLogger(a.getTargetOwner()))
                            .forEach(a -> events.add(SimpleConditionEvent.violated(a, a.getDescription())));
                }
            });

    static final ArchRule NO_OBJECT_STREAMS = noClasses()
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.io\\.(Object(In|Out)put(Stream|Filter)?|Externalizable|ObjectInputFilter.*)");

    /** Exceptions and enums are so by inheritance, and a type of a library may be. */
    static final ArchRule NOTHING_ASKS_TO_BE_SERIALIZED = classes()
            .should(new ArchCondition<>("not implement Serializable") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    if (type.getRawInterfaces().stream().anyMatch(i -> i.isEquivalentTo(Serializable.class))) {
                        events.add(SimpleConditionEvent.violated(type, type.getDescription() + " is Serializable"));
                    }
                }
            });

    private RepeatabilityRules() {}

    /** Calls, fields and method references; what a lambda does counts for the method around it. */
    private static ArchCondition<JavaClass> notAccess(String what, Predicate<AccessTarget> forbidden) {
        return new ArchCondition<>("not " + what) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (JavaAccess<?> access : type.getAccessesFromSelf()) {
                    if (forbidden.test(access.getTarget())) {
                        events.add(SimpleConditionEvent.violated(access, access.getDescription()));
                    }
                }
            }
        };
    }

    private static boolean takes(AccessTarget target, String parameter) {
        return target instanceof AccessTarget.CodeUnitAccessTarget method
                && method.getRawParameterTypes().stream()
                        .anyMatch(p -> p.getName().equals(parameter));
    }

    private static boolean takesNothing(AccessTarget target, String name) {
        return target instanceof AccessTarget.CodeUnitAccessTarget method
                && method.getName().equals(name)
                && method.getRawParameterTypes().isEmpty();
    }

    private static boolean isLogger(JavaClass type) {
        return type.getPackageName().startsWith("org.slf4j")
                || type.getPackageName().startsWith("java.util.logging");
    }
}
