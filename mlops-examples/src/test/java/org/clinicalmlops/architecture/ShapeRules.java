package org.clinicalmlops.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What a type may look like: closed against inheritance nobody designed, and against changes from outside. */
final class ShapeRules {
    /** Methods that answer an array of their own. */
    private static final Set<String> COPIES = Set.of("clone", "copyOf", "copyOfRange", "toArray");

    static final ArchRule PUBLIC_API_IS_CLOSED = classes()
            .that()
            .resideInAPackage(Published.API.packages())
            .and()
            .arePublic()
            .should(each("be interfaces, records, enums, exceptions or final", (type, broken) -> {
                if (!type.isInterface()
                        && !type.isEnum()
                        && !type.isAssignableTo(Throwable.class)
                        && !type.getModifiers().contains(JavaModifier.FINAL)) { // records are final
                    broken.accept(type.getDescription() + " can be extended");
                }
            }));

    static final ArchRule NO_ARRAY_IS_HANDED_OUT = classes()
            .should(each("hand out no array that they keep", (type, broken) -> {
                for (JavaMethod method : type.getMethods()) {
                    if (isPublic(method.getModifiers())
                            && method.getRawReturnType().isArray()
                            && handsOut(method)) {
                        broken.accept(method.getDescription() + " returns an array field, not a copy");
                    }
                }
            }));

    static final ArchRule NO_PUBLIC_FIELD_CAN_CHANGE = classes()
            .should(each("have no public field that can change", (type, broken) -> {
                for (JavaField field : type.getFields()) {
                    boolean constant = field.getModifiers().contains(JavaModifier.FINAL)
                            && !field.getRawType().isArray();
                    if (isPublic(field.getModifiers()) && !constant) {
                        broken.accept(field.getDescription() + " can be changed from outside");
                    }
                }
            }));

    static final ArchRule RECORDS_HOLD_NO_ARRAYS = classes()
            .that()
            .areRecords()
            .should(each("have no array as a component", (type, broken) -> {
                for (JavaField field : type.getFields()) {
                    if (!field.getModifiers().contains(JavaModifier.STATIC)
                            && field.getRawType().isArray()) {
                        broken.accept(field.getDescription() + " is an array: it leaks and breaks equals");
                    }
                }
            }));

    static final ArchRule NAMES_SAY_SOMETHING =
            classes().should().haveNameNotMatching(".*\\.[^.]*(Util|Helper|Manager)[^.]*");

    private ShapeRules() {}

    private static boolean isPublic(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) && !modifiers.contains(JavaModifier.SYNTHETIC);
    }

    /** Reads a field of its class that is, or holds, an array of the type that it returns, and copies nothing. */
    private static boolean handsOut(JavaMethod method) {
        boolean reads = method.getFieldAccesses().stream()
                .filter(a -> a.getAccessType() == JavaFieldAccess.AccessType.GET)
                .filter(a -> a.getTargetOwner().equals(method.getOwner()))
                .anyMatch(a -> canBe(a.getTarget().getRawType(), method.getRawReturnType()));
        boolean copies = Stream.concat(
                        method.getCallsFromSelf().stream(), method.getMethodReferencesFromSelf().stream())
                .anyMatch(c -> COPIES.contains(c.getName()));
        return reads && !copies;
    }

    private static boolean canBe(JavaClass field, JavaClass returned) {
        return field.equals(returned)
                || field.tryGetComponentType()
                        .map(element -> canBe(element, returned))
                        .orElse(false);
    }

    private static ArchCondition<JavaClass> each(String rule, BiConsumer<JavaClass, Consumer<String>> check) {
        return new ArchCondition<>(rule) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                check.accept(type, broken -> events.add(SimpleConditionEvent.violated(type, broken)));
            }
        };
    }
}
