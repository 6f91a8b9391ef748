package org.clinicalmlops.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.clinicalmlops.ledger.PowerLoss.Tally;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The proof in small; the profile {@code crash} makes 300 cuts. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class PowerLossTest {
    @TempDir
    Path folder;

    @Test
    void whatWasAcknowledgedSurvivesALossOfPower() throws Exception {
        Tally tally = PowerLoss.run(40, PowerLoss.FULL, 1, folder);

        assertThat(tally.cuts()).isEqualTo(40);
        assertThat(tally.acknowledged()).isGreaterThan(1_000);
        assertThat(tally.lost()).as("lost").isZero();
        assertThat(tally.halves()).as("transactions in part").isZero();
        assertThat(tally.broken()).as("broken").isZero();
    }

    /** Were this green, the test above could not fail. NORMAL, which SQLite suggests for a write-ahead log, syncs at checkpoints only. */
    @ParameterizedTest
    @ValueSource(strings = {"OFF", "NORMAL"})
    void withLessSyncingItDoesNot(String synchronous) throws Exception {
        Tally tally = PowerLoss.run(40, synchronous, 1, folder);

        assertThat(tally.holds()).isFalse();
        assertThat(tally.lost()).isPositive();
    }
}
