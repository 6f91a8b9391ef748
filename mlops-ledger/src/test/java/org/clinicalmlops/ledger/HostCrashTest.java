package org.clinicalmlops.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.clinicalmlops.ledger.CrashProof.Tally;
import org.clinicalmlops.ledger.HostChild.Phase;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The proof in small; the profile {@code crash} makes 300 kills for each store. */
class HostCrashTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "SQLITE, PREDICTIONS",
        "SQLITE, PROMOTIONS",
        "SQLITE, LEARNING",
        "POSTGRES, PREDICTIONS",
        "POSTGRES, PROMOTIONS",
        "POSTGRES, LEARNING"
    })
    void whatAHostWasToldToBeDurableSurvivesItsKill(Store store, Phase phase) throws Exception {
        Tally all = HostCrash.run(store, phase, 3, 7, folder);

        assertThat(all.kills()).isEqualTo(3);
        assertThat(all.acknowledged()).as("acknowledged").isPositive();
        assertThat(all.lost()).as("lost").isZero();
        assertThat(all.duplicated()).as("duplicated").isZero();
        assertThat(all.broken()).as("broken chains").isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aPatientWhoWasBeingForgottenIsWholeOrForgotten(Store store) throws Exception {
        ForgettingCrash.Result result = ForgettingCrash.run(store, 5, 9, folder);

        Tally all = result.tally();
        assertThat(all.kills()).isEqualTo(5);
        assertThat(all.acknowledged()).as("acknowledged").isPositive();
        assertThat(all.lost()).as("lost").isZero();
        assertThat(all.duplicated()).as("duplicated").isZero();
        assertThat(all.broken()).as("broken chains and halves").isZero();
    }
}
