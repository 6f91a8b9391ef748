package org.clinicalmlops.api.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.clinicalmlops.api.Output;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Mistakes that do not compile. Each wrong program is in {@code src/test/resources/programs/wrong}, with a comment
 * {@code // refused: <code>} on the line that the compiler must name; its corrected twin is in {@code right}.
 */
class WrongProgramsTest {
    private static final String MARK = "// refused: ";
    private static final Path PROGRAMS = Path.of("src/test/resources/programs");
    private static final String CLASS_PATH = Stream.of(Output.class, NullMarked.class)
            .map(WrongProgramsTest::placeOf)
            .collect(Collectors.joining(File.pathSeparator));

    private static Map<String, List<String>> saidOfWrong = Map.of();
    private static Map<String, List<String>> saidOfRight = Map.of();

    /** One compilation for each folder: javac goes on to the next class after an error. */
    @BeforeAll
    static void compile(@TempDir Path classes) throws IOException {
        saidOfWrong = errors("wrong", classes);
        saidOfRight = errors("right", classes);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "A plan without data,                              DataLeftOut",
        "A plan without features,                          FeaturesLeftOut",
        "A plan without an outcome,                        OutcomeLeftOut",
        "A plan without a split,                           SplitLeftOut",
        "A plan without training,                          TrainingLeftOut",
        "A plan without evaluation,                        EvaluationLeftOut",
        "A plan without gates,                             GatesLeftOut",
        "A plan without serving,                           ServingLeftOut",
        "A plan without a monitor,                         MonitorLeftOut",
        "A plan without learning,                          LearningLeftOut",
        "A plan whose steps are in another order,          StepsSwapped",
        "A plan whose features are of another row type,    RowsOfAnotherType",
        "A plan that is constructed past the builder,      PipelineConstructed",
        "An update policy without a change plan,           ChangePlanLeftOut",
        "A change plan without a rollback rule,            RollbackLeftOut",
        "A permission that is constructed,                 PermissionConstructed",
        "A change out of plan that is promoted,            OutOfPlanPromoted",
        "Serving without a rule to act by,                 ActionRuleLeftOut",
        "Serving without a silent trial,                   TrialLeftOut",
        "A silent trial that nobody ends,                  TrialWithoutRole",
        "A rejected model that is deployed,                RejectedDeployed",
        "A verdict that is deployed unread,                VerdictDeployed",
        "An approval that is constructed,                  ApprovedConstructed",
        "An awaiting verdict that is constructed,           AwaitingConstructed",
        "A verdict of another kind,                        VerdictOfAnotherKind",
        "An estimate that is read without a fold,          EstimateReadWithoutFold",
        "A silent prediction that is shown,                PredictionReadWithoutFold",
        "An outcome of another kind,                       OutcomeOfAnotherKind",
        "An output of another kind,                        OutputOfAnotherKind"
    })
    void doesNotCompileAndItsCorrectedTwinDoes(String mistake, String program) throws IOException {
        assertThat(saidOfWrong.get(program + ".java"))
                .as(mistake)
                .containsExactlyElementsOf(marks(PROGRAMS.resolve("wrong").resolve(program + ".java")));
        assertThat(saidOfRight.get(program + ".java"))
                .as(mistake + ", corrected")
                .isEmpty();
    }

    @Test
    void everyProgramIsTried() throws Exception {
        List<String> tried = Arrays.stream(WrongProgramsTest.class
                        .getDeclaredMethod("doesNotCompileAndItsCorrectedTwinDoes", String.class, String.class)
                        .getAnnotation(CsvSource.class)
                        .value())
                .map(row -> row.split(", +")[1] + ".java")
                .toList();

        assertThat(saidOfWrong.keySet()).containsExactlyInAnyOrderElementsOf(tried);
        assertThat(saidOfRight.keySet()).containsExactlyInAnyOrderElementsOf(tried);
    }

    /** What the compiler says of each program of a folder, as {@code line: code}. */
    private static Map<String, List<String>> errors(String folder, Path classes) throws IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        assertThat(javac).as("the tests need a JDK, not only a Java runtime").isNotNull();
        List<Path> sources = new ArrayList<>(List.of(PROGRAMS.resolve("Parts.java")));
        try (Stream<Path> programs = Files.list(PROGRAMS.resolve(folder))) {
            programs.sorted().forEach(sources::add);
        }
        Map<String, List<String>> errors = new TreeMap<>();
        sources.subList(1, sources.size())
                .forEach(source -> errors.put(source.getFileName().toString(), new ArrayList<>()));
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = javac.getStandardFileManager(said, Locale.ROOT, null)) {
            List<String> options =
                    List.of("--release", "17", "-proc:none", "-cp", CLASS_PATH, "-d", classes.toString());
            javac.getTask(null, files, said, options, null, files.getJavaFileObjects(sources.toArray(Path[]::new)))
                    .call();
        }
        for (Diagnostic<? extends JavaFileObject> d : said.getDiagnostics()) {
            if (d.getKind() == Diagnostic.Kind.ERROR) {
                String file = Path.of(d.getSource().getName()).getFileName().toString();
                assertThat(errors).as("%s", d).containsKey(file);
                errors.get(file).add(d.getLineNumber() + ": " + d.getCode());
            }
        }
        return errors;
    }

    private static List<String> marks(Path program) throws IOException {
        List<String> lines = Files.readAllLines(program);
        List<String> marks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            int at = lines.get(i).indexOf(MARK);
            if (at >= 0) {
                marks.add((i + 1) + ": " + lines.get(i).substring(at + MARK.length()));
            }
        }
        assertThat(marks).as("marks of %s", program).hasSize(1);
        return marks;
    }

    private static String placeOf(Class<?> type) {
        try {
            URI place = type.getProtectionDomain().getCodeSource().getLocation().toURI();
            return Path.of(place).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
