package org.clinicalmlops.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The proof in small; the profile {@code crash} runs a thousand cases of each. */
class TamperingProofTest {
    private static final int CASES = 100;

    @TempDir
    static Path folder;

    private static TamperingProof proof;

    @BeforeAll
    static void original() throws Exception {
        proof = new TamperingProof(folder);
    }

    @AfterAll
    static void close() throws SQLException {
        proof.close();
    }

    @Test
    void theOriginalHolds() throws Exception {
        assertThat(proof.holdsUntouched()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void everyTamperingIsFoundAndTheFirstBadEntryIsNamed(Tampering way) throws Exception {
        assertThat(proof.found(way, CASES)).isEqualTo(CASES);
    }

    @Test
    void everyCutTailIsFoundAgainstACheckpoint() throws Exception {
        assertThat(proof.cutTailsFound(CASES)).isEqualTo(CASES);
    }

    @Test
    void everySwappedDatabaseIsFoundAgainstACheckpoint() throws Exception {
        assertThat(proof.swappedDatabasesFound(CASES)).isEqualTo(CASES);
    }
}
