package org.clinicalmlops.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.examples.flchain.OneWard;
import org.clinicalmlops.examples.flchain.Plans;
import org.clinicalmlops.examples.time.ReplayClock;
import org.clinicalmlops.testkit.ledger.MemoryLedger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The quickstart runs, tells what it should, and the README shows its code and its output as they are. */
class QuickstartTest {
    private static final Path README = Path.of("..", "README.md");

    @TempDir
    static Path folder;

    private static List<String> printed;

    @BeforeAll
    static void runsOnce() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Quickstart.run(new PrintStream(bytes, true, StandardCharsets.UTF_8), folder);
        printed = bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void itEndsWithAVerifiedLedger() {
        assertThat(printed.get(printed.size() - 1)).matches("ledger verified: \\d+ records");
        assertThat(printed).filteredOn(line -> line.contains("ledger verified")).hasSize(3);
    }

    @Test
    void maturityIsNoneThenNoneThenPartialThenFull() {
        assertThat(printed.stream().filter(line -> line.startsWith("Maturity on ")))
                .extracting(line -> line.replaceAll(".*: ", ""))
                .containsExactly("no automation.", "no automation.", "partial automation.", "full automation.");
    }

    @Test
    void theUnitChangeIsNamedAndNothingElse() {
        assertThat(printed)
                .contains("Named by the end of 1999: creatinine. The model is not retrained on garbled values.");
    }

    @Test
    void harmLeadsToARetrainingAndAPromotionByAPerson() {
        assertThat(printed).anyMatch(line -> line.matches("Proposed on 2001.*: (RECALIBRATE|RETRAIN)\\."));
        assertThat(printed).anyMatch(line -> line.matches(".*asked to promote it: promoted by staff-0417.*"));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "Plans, features, FeatureSet.of",
        "Plans, pipeline, ClinicalPipeline.forUseCase",
        "OneWard, workspace, Workspace.on",
    })
    void theReadmeShowsTheCodeThatRuns(String file, String region, String beginning) throws IOException {
        String source = Files.readString(
                Path.of("src/main/java/org/clinicalmlops/examples/flchain", file + ".java"), StandardCharsets.UTF_8);
        String start = "// tag::" + region + "[]\n";
        String code = source.substring(
                source.indexOf(start) + start.length(), source.indexOf("        // end::" + region + "[]"));
        assertThat(block("java", beginning))
                .containsExactlyElementsOf(
                        code.stripTrailing().stripIndent().lines().toList());
    }

    @Test
    void theShortestWayAsksForTheSignature() {
        List<Object> told = new ArrayList<>();
        OneWard.run(
                Plans.main(0.75),
                new MemoryLedger(),
                new ReplayClock(Plans.year(2003)),
                new byte[32],
                (person, role) -> false,
                told::addAll);
        assertThat(told).containsExactly(Role.CLINICAL_LEAD);
    }

    /**
     * Every line of the block is printed, in this order; {@code [...]} stands for lines left out. The names of fitted models are left
     * out of the comparison: another kind of processor may round a fit otherwise.
     */
    @Test
    void theReadmeShowsWhatItPrints() throws IOException {
        int at = 0;
        for (String line : block("text", "Act 1")) {
            if (!line.equals("[...]")) {
                int found = withoutDigests(printed).subList(at, printed.size()).indexOf(withoutDigest(line));
                assertThat(found).as("'%s' is printed after line %d", line, at).isNotNegative();
                at += found + 1;
            }
        }
        assertThat(at).as("the block ends with the last line").isEqualTo(printed.size());
    }

    private static List<String> withoutDigests(List<String> lines) {
        return lines.stream().map(QuickstartTest::withoutDigest).toList();
    }

    private static String withoutDigest(String line) {
        return line.replaceAll("\\b[0-9a-f]{12}\\b", "...");
    }

    /** The lines of the fenced block of this language that has a line beginning like this. */
    private static List<String> block(String language, String beginning) throws IOException {
        List<String> lines = new ArrayList<>(
                Arrays.asList(Files.readString(README, StandardCharsets.UTF_8).split("\n", -1)));
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).equals("```" + language)) {
                List<String> block = lines.subList(
                        i + 1, i + 1 + lines.subList(i + 1, lines.size()).indexOf("```"));
                if (block.stream().anyMatch(line -> line.contains(beginning))) {
                    return block;
                }
            }
        }
        throw new AssertionError("README.md has no " + language + " block with '" + beginning + "'");
    }
}
