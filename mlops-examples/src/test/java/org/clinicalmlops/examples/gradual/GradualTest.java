package org.clinicalmlops.examples.gradual;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.clinicalmlops.examples.DocumentedFacts;
import org.clinicalmlops.ledger.JdbcLedger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

class GradualTest {
    @TempDir
    Path folder;

    @Test
    void aTenthHalfAllAndNoPatientInBetween() throws IOException {
        Path file = folder.resolve("ledger.db");
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        List<WhoAnswered> told = Gradual.run(new PrintStream(printed, true, StandardCharsets.UTF_8), file);
        String text = printed.toString(StandardCharsets.UTF_8);

        assertThat(told).hasSize(3).allMatch(who -> who.rows() == 140 && who.ofBoth() == 0);
        assertThat(told.get(0).byChallenger()).as("a tenth of 140").isBetween(5L, 25L);
        assertThat(told.get(1).byChallenger()).as("half").isBetween(50L, 90L);
        assertThat(told.get(2).byChallenger()).isEqualTo(140);
        assertThat(told).extracting(WhoAnswered::paired).containsExactly(140L, 140L, 0L);
        assertThat(text)
                .contains("asked to widen at once: refused, [EVIDENCE: the step has lasted 0 of 14 days]")
                .contains("now a share of 0.5")
                .contains("now everybody");
        assertThat(text.lines().filter(line -> line.contains("for a share of") && line.startsWith("  from ")))
                .as("one alone, two, two with other shares, one alone")
                .hasSize(6);
        SQLiteDataSource database = new SQLiteDataSource();
        database.setUrl("jdbc:sqlite:" + file);
        Set<String> missing;
        try (JdbcLedger ledger = JdbcLedger.open(database)) {
            missing = DocumentedFacts.missing(ledger);
        }
        assertThat(missing).isEmpty();
    }
}
