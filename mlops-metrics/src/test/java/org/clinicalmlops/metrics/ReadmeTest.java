package org.clinicalmlops.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.discrimination.AurocScale;
import org.clinicalmlops.metrics.discrimination.Discrimination;
import org.clinicalmlops.metrics.fixtures.Sample;
import org.junit.jupiter.api.Test;

/** README.md shows code that runs, names packages and classes that are there, and all packages. */
class ReadmeTest {
    private static final Path README = Path.of("README.md");
    private static final Path SOURCES = Path.of("src/main/java/org/clinicalmlops/metrics");

    private static String told(double[] risks, boolean[] happened) {
        // tag::answer[]
        Estimate auroc = Discrimination.auroc(risks, happened, AurocScale.LOGIT, 0.95);
        String text = auroc.fold(
                known -> String.format(
                        Locale.ROOT,
                        "%.3f (%.3f to %.3f)",
                        known.value(),
                        known.interval().lower(),
                        known.interval().upper()),
                few -> "too few: " + few.n() + " of " + few.needed(),
                undefined -> undefined.reason());
        // end::answer[]
        return text;
    }

    @Test
    void theCodeTellsAllThreeAnswers() {
        assertThat(told(Sample.FORMULA200.risks(), Sample.FORMULA200.happened()))
                .matches("0\\.\\d{3} \\(0\\.\\d{3} to 0\\.\\d{3}\\)");
        assertThat(told(Sample.doubles(20, k -> k / 20.0), Sample.flags(20, k -> k > 12)))
                .isEqualTo("too few: 7 of 10");
        assertThat(told(new double[20], new boolean[20])).isEqualTo("none of the 20 cases had the event");
    }

    @Test
    void theReadmeShowsTheCodeThatRuns() throws IOException {
        String source = Files.readString(
                Path.of("src/test/java/org/clinicalmlops/metrics/ReadmeTest.java"), StandardCharsets.UTF_8);
        String start = "// tag::answer[]\n";
        String code =
                source.substring(source.indexOf(start) + start.length(), source.indexOf("        // end::answer[]"));
        assertThat(block()).isEqualTo(code.stripTrailing().stripIndent().lines().toList());
    }

    @Test
    void theTableOfPackagesHasThemAll() throws IOException {
        List<String> rows = readme().stream()
                .filter(line -> line.matches("\\| `[a-z]+` \\|.*"))
                .map(line -> line.replaceAll("\\| `([a-z]+)` \\|.*", "$1"))
                .toList();
        try (Stream<Path> files = Files.list(SOURCES)) {
            assertThat(rows)
                    .containsExactlyInAnyOrderElementsOf(files.filter(Files::isDirectory)
                            .map(directory -> directory.getFileName().toString())
                            .toList());
        }
        for (String name : rows) {
            String row = readme().stream()
                    .filter(line -> line.startsWith("| `" + name + "` |"))
                    .findFirst()
                    .orElseThrow();
            for (String type : names(row.substring(row.indexOf('|', 2)))) {
                assertThat(SOURCES.resolve(name).resolve(type + ".java")).isRegularFile();
            }
        }
    }

    /** In {@code `Type.method`}, the type is a class of this module and has a member of that name. */
    @Test
    void everyFunctionThatIsNamedIsThere() throws IOException {
        List<Path> sources;
        try (Stream<Path> files = Files.walk(SOURCES)) {
            sources = files.filter(file -> file.toString().endsWith(".java")).toList();
        }
        Pattern member = Pattern.compile("`([A-Z]\\w+)\\.(\\w+)");
        int seen = 0;
        for (String line : readme()) {
            for (var found : member.matcher(line).results().toList()) {
                List<Path> files = sources.stream()
                        .filter(file -> file.endsWith(found.group(1) + ".java"))
                        .toList();
                assertThat(files).as(found.group()).hasSize(1);
                assertThat(Files.readString(files.get(0), StandardCharsets.UTF_8))
                        .as(found.group())
                        .containsPattern("\\b" + found.group(2) + "\\b");
                seen++;
            }
        }
        assertThat(seen).isGreaterThan(80);
    }

    private static List<String> names(String row) {
        return Pattern.compile("`([A-Z]\\w+)`")
                .matcher(row)
                .results()
                .map(m -> m.group(1))
                .toList();
    }

    private static List<String> readme() throws IOException {
        return Files.readAllLines(README, StandardCharsets.UTF_8);
    }

    /** The only block of Java. */
    private static List<String> block() throws IOException {
        List<String> lines = readme();
        assertThat(lines).containsOnlyOnce("```java");
        List<String> rest = lines.subList(lines.indexOf("```java") + 1, lines.size());
        return rest.subList(0, rest.indexOf("```"));
    }
}
