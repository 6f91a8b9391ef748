package org.clinicalmlops.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.AnnotationVisitor;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.ClassReader;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.ClassVisitor;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.Opcodes;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every package says what it is for, every module is a named one in which nothing is null unless it says so. */
class DescribedTest {
    private static final String NULL_MARKED = "Lorg/jspecify/annotations/NullMarked;";

    @ParameterizedTest
    @EnumSource
    void everyPackageHasADescription(Published module) {
        assertThat(undescribed(packages(Published.classes(), module.root()), module.sources()))
                .isEmpty();
    }

    @Test
    void aPackageWithoutADescriptionIsFound() {
        Path tests = Published.repository().resolve("mlops-examples/src/test/java");
        assertThat(undescribed(packages(Published.bad(), "org.clinicalmlops.architecture.bad"), tests))
                .containsExactly("org.clinicalmlops.architecture.bad.cycle.b");
    }

    @ParameterizedTest
    @EnumSource
    void everyModuleIsNamedAndNullMarked(Published module) throws IOException {
        ModuleReference reference = OnModulePath.module(module.root());
        assertThat(reference.descriptor().isAutomatic()).isFalse();
        assertThat(annotations(reference)).contains(NULL_MARKED);
    }

    @Test
    void aModuleThatIsNotNullMarkedIsFound() throws IOException {
        assertThat(annotations(ModuleFinder.ofSystem().find("java.sql").orElseThrow()))
                .doesNotContain(NULL_MARKED);
    }

    private static Set<String> packages(JavaClasses classes, String root) {
        return classes.stream()
                .map(type -> type.getPackage())
                .map(JavaPackage::getName)
                .filter(name -> name.equals(root) || name.startsWith(root + "."))
                .collect(Collectors.toSet());
    }

    private static List<String> undescribed(Set<String> packages, Path sources) {
        assertThat(packages).isNotEmpty();
        return packages.stream()
                .filter(name -> !Files.isRegularFile(
                        sources.resolve(name.replace('.', '/')).resolve("package-info.java")))
                .sorted()
                .toList();
    }

    private static Set<String> annotations(ModuleReference reference) throws IOException {
        Set<String> annotations = new HashSet<>();
        ClassVisitor visitor = new ClassVisitor(Opcodes.ASM9) {
            @Override
            public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
                annotations.add(descriptor);
                return null;
            }
        };
        try (ModuleReader files = reference.open();
                InputStream descriptor = files.open("module-info.class").orElseThrow()) {
            new ClassReader(descriptor).accept(visitor, ClassReader.SKIP_CODE);
        }
        return annotations;
    }
}
