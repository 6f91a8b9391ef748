package org.clinicalmlops.examples.existing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExistingApplicationTest {
    @TempDir
    Path folder;

    private static List<String> after(List<String> lines, String title, int count) {
        int at = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith(title))
                .findFirst()
                .orElseThrow());
        return lines.subList(at + 1, at + 1 + count);
    }

    @Test
    void theBoardShowsNothingBeforeTheSignatureARiskAfterItAndGoesOnAfterARestart() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ExistingApplication.run(new PrintStream(printed, true, StandardCharsets.UTF_8), folder.resolve("ledger.db"));
        List<String> lines = printed.toString(StandardCharsets.UTF_8).lines().toList();

        assertThat(after(lines, "With the column", 2)).isEqualTo(after(lines, "The board as it was", 2));
        assertThat(lines).contains("A physician ends the trial: it has passed");
        assertThat(after(lines, "Monday", 4))
                .allMatch(line -> line.matches(".* dies within 30 days: [\\d.]+ %, (low|raised|high)(; admit\\?)?"));
        assertThat(lines).anyMatch(line -> line.contains("no score (TOO_MUCH_MISSING: urea)"));
        assertThat(after(lines, "Tuesday", 4)).allMatch(line -> line.contains("dies within 30 days"));
        assertThat(after(lines, "Five weeks later", 1).get(0))
                .startsWith("risk: ready")
                .contains(" 0 lost")
                .matches(".* [1-9]\\d* outcomes.*");
        assertThat(lines.get(lines.size() - 1)).matches("ledger verified: \\d+ entries");
    }

    /** What was there before is not touched: the board knows of visits, and of nothing that is ours. */
    @Test
    void theBoardKnowsNothingOfTheLibrary() throws IOException {
        Path source = Path.of("src", "main", "java", "org", "clinicalmlops", "examples", "existing", "Board.java");
        assertThat(Files.readAllLines(source, StandardCharsets.UTF_8).stream()
                        .filter(line -> line.startsWith("import org.clinicalmlops")))
                .containsExactly("import org.clinicalmlops.examples.pneumonia.EmergencyVisit;");
    }
}
