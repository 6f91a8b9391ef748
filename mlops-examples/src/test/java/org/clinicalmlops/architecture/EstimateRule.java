package org.clinicalmlops.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.ClassReader;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.ClassVisitor;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.Handle;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.MethodVisitor;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.Opcodes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * An estimate is not unwrapped to NaN: outside the numeric kernels no method, its lambdas included, both opens an estimate and
 * has a NaN at hand. NaN is a constant that the compiler copies, so this reads the instructions of the class file.
 */
final class EstimateRule {
    private static final String ESTIMATE = "org/clinicalmlops/api/Estimate";

    static final ArchRule NO_ESTIMATE_BECOMES_NAN = classes()
            .that()
            .resideOutsideOfPackage(Published.METRICS.packages())
            .should(new ArchCondition<>("not turn an estimate into NaN") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    Map<String, Body> bodies = bodies(type);
                    for (String method : bodies.keySet()) {
                        Body whole = whole(method, bodies);
                        if (whole.opensAnEstimate && whole.hasNaN) {
                            events.add(SimpleConditionEvent.violated(
                                    type,
                                    "Method <" + type.getName() + "." + method + "> opens an estimate and has a NaN"));
                        }
                    }
                }
            });

    /** What one method does. */
    private static final class Body {
        private boolean opensAnEstimate;
        private boolean hasNaN;
        private final Set<String> lambdas = new HashSet<>();
    }

    private EstimateRule() {}

    private static Body whole(String method, Map<String, Body> bodies) {
        Body whole = new Body();
        Deque<String> open = new ArrayDeque<>(Set.of(method));
        while (!open.isEmpty()) {
            String next = open.pop();
            if (whole.lambdas.add(next) && bodies.containsKey(next)) {
                Body body = bodies.get(next);
                whole.opensAnEstimate |= body.opensAnEstimate;
                whole.hasNaN |= body.hasNaN;
                open.addAll(body.lambdas);
            }
        }
        return whole;
    }

    private static Map<String, Body> bodies(JavaClass type) {
        Map<String, Body> bodies = new HashMap<>();
        ClassVisitor methods = new ClassVisitor(Opcodes.ASM9) {
            @Override
            public MethodVisitor visitMethod(
                    int access, String name, String descriptor, String signature, String[] exceptions) {
                Body body = new Body();
                bodies.put(name + descriptor, body);
                return new Instructions(type.getName().replace('.', '/'), body);
            }
        };
        try (InputStream bytes = type.getSource().orElseThrow().getUri().toURL().openStream()) {
            new ClassReader(bytes).accept(methods, ClassReader.SKIP_FRAMES | ClassReader.SKIP_DEBUG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bodies;
    }

    private static final class Instructions extends MethodVisitor {
        private final String owner;
        private final Body body;

        Instructions(String owner, Body body) {
            super(Opcodes.ASM9);
            this.owner = owner;
            this.body = body;
        }

        @Override
        public void visitLdcInsn(Object constant) {
            body.hasNaN |= constant instanceof Number number && Double.isNaN(number.doubleValue());
        }

        @Override
        public void visitMethodInsn(int opcode, String called, String name, String descriptor, boolean isInterface) {
            body.opensAnEstimate |= called.equals(ESTIMATE) && (name.equals("fold") || name.equals("match"))
                    || called.equals(ESTIMATE + "$Known") && name.equals("value");
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            for (Object argument : arguments) {
                if (argument instanceof Handle handle && handle.getOwner().equals(owner)) {
                    body.lambdas.add(handle.getName() + handle.getDesc());
                }
            }
        }
    }
}
