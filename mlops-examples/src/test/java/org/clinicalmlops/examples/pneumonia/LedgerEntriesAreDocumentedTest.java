package org.clinicalmlops.examples.pneumonia;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.examples.DocumentedFacts;
import org.clinicalmlops.ledger.JdbcLedger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteDataSource;

/** Holds docs/ledger-entries.md against the kinds that there are and the facts that a run really writes. */
class LedgerEntriesAreDocumentedTest {
    private static final Path PAGE = Path.of("..", "docs", "ledger-entries.md");

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void everyKindHasOneRowUnderItsStep(EntryKind kind) throws IOException {
        String step = "";
        int rows = 0;
        for (String line : Files.readAllLines(PAGE, StandardCharsets.UTF_8)) {
            step = line.startsWith("## ") ? line : step;
            if (line.startsWith("| `" + kind + "`")) {
                rows++;
                assertThat(step).startsWith("## Step " + kind.step().number() + ": ");
            }
        }
        assertThat(rows).isEqualTo(1);
    }

    @Test
    void everyFactOfARunIsInTheRowOfItsKind() throws IOException {
        Path file = folder.resolve("ledger.db");
        WatchScore.run(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), file, 65);
        SQLiteDataSource database = new SQLiteDataSource();
        database.setUrl("jdbc:sqlite:" + file);
        Set<String> missing;
        try (JdbcLedger ledger = JdbcLedger.open(database)) {
            missing = DocumentedFacts.missing(ledger);
        }
        assertThat(missing).isEmpty();
    }
}
