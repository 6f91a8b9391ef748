package org.clinicalmlops.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.clinicalmlops.ledger.CrashChild.Phase;
import org.clinicalmlops.ledger.CrashProof.Tally;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The proof in small: 20 kills per store, and two of the server; the profile {@code crash} makes 300. */
class CrashTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void whatWasAcknowledgedSurvivesAKill(Store store) throws Exception {
        Tally single = CrashProof.run(store, Phase.SINGLE, 7, 1, folder);
        Tally batch = CrashProof.run(store, Phase.BATCH, 7, 2, folder);
        Tally migration = CrashProof.run(store, Phase.MIGRATION, 6, 3, folder);

        Tally all = single.plus(batch).plus(migration);
        assertThat(all.kills()).isEqualTo(20);
        assertThat(all.inTransaction()).as("kills that struck a transaction").isGreaterThanOrEqualTo(6);
        assertThat(all.acknowledged()).as("acknowledged entries").isGreaterThan(50);
        nothingIsLost(all);
    }

    @Test
    void whatWasAcknowledgedSurvivesAKillOfTheServer() throws Exception {
        Tally all = ServerCrash.run(2, 4, folder);

        assertThat(all.kills()).isEqualTo(2);
        assertThat(all.acknowledged()).as("acknowledged entries").isPositive();
        nothingIsLost(all);
    }

    private static void nothingIsLost(Tally all) {
        assertThat(all.lost()).as("lost").isZero();
        assertThat(all.duplicated()).as("duplicated").isZero();
        assertThat(all.broken()).as("broken chains").isZero();
    }
}
