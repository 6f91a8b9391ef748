package org.clinicalmlops.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The modules that are published, by the last part of their root package; fixtures stand in for a module in a package of its name. */
enum Published {
    API("mlops-api"),
    METRICS("mlops-metrics"),
    LEDGER("mlops-ledger"),
    CORE("mlops-core"),
    MONITORING("mlops-monitoring"),
    TESTKIT("mlops-testkit"),
    FHIR("integrations/mlops-fhir"),
    SMILE("integrations/mlops-smile"),
    CDSHOOKS("integrations/mlops-cds-hooks");

    static final String ROOT = "org.clinicalmlops.";
    static final String BAD = "org.clinicalmlops.architecture.bad.";

    private final String directory;

    Published(String directory) {
        this.directory = directory;
    }

    /** The production classes of every module; read once. */
    static JavaClasses classes() {
        return Read.PUBLISHED;
    }

    /** Classes that break the rules. */
    static JavaClasses bad() {
        return Read.BAD;
    }

    static Optional<Published> of(JavaClass type) {
        String name = type.getPackageName() + ".";
        return Arrays.stream(values())
                .filter(m -> name.startsWith(m.root() + ".") || name.startsWith(BAD + m.word() + "."))
                .findFirst();
    }

    /** Also the name of the module. */
    String root() {
        return ROOT + word();
    }

    /** As ArchUnit writes a package with all below it. */
    String packages() {
        return "org.clinicalmlops.[" + word() + "|architecture.bad." + word() + "]..";
    }

    Path sources() {
        return repository().resolve(directory).resolve("src/main/java");
    }

    static Path repository() {
        Path here = Path.of("").toAbsolutePath();
        while (here != null && !here.resolve("mvnw").toFile().isFile()) {
            here = here.getParent();
        }
        if (here == null) {
            throw new IllegalStateException("must be run below the folder that holds mvnw");
        }
        return here;
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reading takes seconds: once for all tests. */
    private static final class Read {
        private static final JavaClasses PUBLISHED = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(Arrays.stream(values()).map(Published::root).toArray(String[]::new));
        private static final JavaClasses BAD =
                new ClassFileImporter().importPackages("org.clinicalmlops.architecture.bad");
    }
}
