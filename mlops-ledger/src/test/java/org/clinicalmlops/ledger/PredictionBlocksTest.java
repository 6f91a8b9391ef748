package org.clinicalmlops.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.EntryFilter;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.LedgerDamaged;
import org.clinicalmlops.api.ledger.PredictionBlock;
import org.clinicalmlops.api.ledger.Recorded;
import org.clinicalmlops.api.ledger.Verification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PredictionBlocksTest {
    @TempDir
    Path folder;

    /** Their texts alone are larger than the heap; the profile {@code crash} does the same with 10,000,000. */
    @Test
    void manyPredictionsInBlocksAreVerifiedInASmallHeap() throws Exception {
        PredictionBlocks.Verified verified = PredictionBlocks.verifiedIn32Megabytes(
                Store.SQLITE.fresh(folder), 400_000, folder.resolve("child.out"));

        assertThat(verified.intact()).as(verified.output()).isTrue();
        assertThat(verified.blocks()).isEqualTo(800);
    }

    @ParameterizedTest
    @EnumSource
    void rowsOfAPatientAreFoundInTheBlocks(Store store) throws Exception {
        List<Draft> drafts = new ArrayList<>();
        for (int n = 1; n <= 900; n++) {
            drafts.add(n % 100 == 0 ? Databases.draft(n) : PredictionBlocks.prediction(n % 70));
        }
        try (JdbcLedger ledger = JdbcLedger.open(Store.at(store.fresh(folder)))) {
            ledger.appendAll(PredictionBlock.gather(drafts));

            List<Draft> found = new ArrayList<>();
            Recorded.read(
                    ledger,
                    EntryFilter.ALL.patient("p7"),
                    row -> found.add(Draft.of(row.kind(), row.at(), row.facts())));
            assertThat(found)
                    .isEqualTo(drafts.stream()
                            .filter(draft -> draft.facts().says("patient", "p7"))
                            .toList())
                    .isNotEmpty();
            assertThat(ledger.verify()).isInstanceOf(Verification.Intact.class);
        }
    }

    /** Only who writes such entries by hand can make one: it is kept, and named by readers and by verification. */
    @Test
    void aBlockThatWasMalformedWhenItWasAppendedIsNamed() throws Exception {
        try (JdbcLedger ledger = JdbcLedger.open(Store.at(Store.SQLITE.fresh(folder)))) {
            Draft block = PredictionBlock.of(List.of(PredictionBlocks.prediction(1), PredictionBlocks.prediction(2)));
            ledger.append(block);
            ledger.append(block.body(block.body().orElseThrow().replace("=F", "\\x")));

            ledger.append(block);

            assertThat(ledger.verify().fold(intact -> 0L, Verification.Broken::sequence))
                    .isEqualTo(2);
            List<Recorded> rows = new ArrayList<>();
            assertThatExceptionOfType(LedgerDamaged.class)
                    .isThrownBy(() -> Recorded.read(ledger, EntryFilter.ALL.ofKinds(EntryKind.PREDICTED), rows::add))
                    .withMessageContaining("entry 2 ")
                    .withMessageContaining("row 1: ");
            assertThat(rows).hasSize(2);
        }
    }
}
