package org.clinicalmlops.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.clinicalmlops.ledger.CrashProof.Tally;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The proof in small; the profile {@code crash} makes 300 kills for each store. */
class HostCrashTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void whatAHostWasToldToBeDurableSurvivesItsKill(Store store) throws Exception {
        Tally all = HostCrash.run(store, 5, 7, folder);

        assertThat(all.kills()).isEqualTo(5);
        assertThat(all.acknowledged()).as("acknowledged").isGreaterThan(50);
        assertThat(all.lost()).as("lost").isZero();
        assertThat(all.duplicated()).as("duplicated").isZero();
        assertThat(all.broken()).as("broken chains").isZero();
    }
}
