package org.clinicalmlops.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.LedgerDamaged;
import org.clinicalmlops.api.ledger.LedgerUnavailable;
import org.clinicalmlops.api.ledger.Verification;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class FailedAppendTest {
    @TempDir
    Path folder;

    private final Store store;

    private DataSource plain;
    private FaultyDataSource faulty;
    private JdbcLedger ledger;
    private List<Entry> before;

    FailedAppendTest(Store store) {
        this.store = store;
    }

    @BeforeEach
    void threeEntries() throws SQLException {
        plain = Store.at(store.fresh(folder));
        faulty = new FaultyDataSource(plain);
        ledger = JdbcLedger.open(faulty.source());
        before = ledger.appendAll(Databases.drafts(3));
    }

    @AfterEach
    void everyConnectionIsGivenBack() {
        ledger.close();
        assertThat(faulty.openConnections()).isZero();
    }

    @ParameterizedTest(name = "{0} number {1}")
    @CsvSource({
        "commit, 1",
        "addBatch, 1",
        "addBatch, 3",
        "addBatch, 5",
        "executeBatch, 1",
        "executeQuery, 1",
        "execute, 1"
    })
    void leavesTheLedgerAsItWasAndTheNextAppendWorks(String method, int n) throws SQLException {
        faulty.failAt(method, n);

        assertThatExceptionOfType(LedgerUnavailable.class)
                .isThrownBy(() -> ledger.appendAll(Databases.drafts(5)))
                .withMessage(
                        "entries could not be stored; the ledger is as it was before: the database reports an error")
                .withRootCauseInstanceOf(SQLException.class);

        assertThat(stored()).isEqualTo(before);
        assertThat(ledger.appendAll(Databases.drafts(5)))
                .extracting(Entry::sequence)
                .containsExactly(4L, 5L, 6L, 7L, 8L);
        assertThat(ledger.verify()).isInstanceOf(Verification.Intact.class);
    }

    @Test
    void thatTheDatabaseItselfRefusesInTheMiddleOfABatchStoresNothing() throws SQLException {
        store.refuse(plain, 6);

        assertThatExceptionOfType(LedgerUnavailable.class).isThrownBy(() -> ledger.appendAll(Databases.drafts(5)));

        assertThat(stored()).isEqualTo(before);
        assertThat(ledger.appendAll(Databases.drafts(2))).hasSize(2);
    }

    @Test
    void whenNoConnectionCanBeHadSaysSoAndRecovers() {
        faulty.failAt("commit", 1);
        assertThatExceptionOfType(LedgerUnavailable.class).isThrownBy(() -> ledger.append(Databases.draft(4)));
        faulty.failAt("getConnection", 1);

        assertThatExceptionOfType(LedgerUnavailable.class)
                .isThrownBy(() -> ledger.append(Databases.draft(4)))
                .withMessageContaining("as it was before");

        assertThat(ledger.append(Databases.draft(4)).sequence()).isEqualTo(4);
    }

    @Test
    void whenOnlyTheAnswerOfACommitIsLostTheEntriesAreFoundAndReturned() {
        faulty.loseAnswerOf("commit");

        List<Entry> appended = ledger.appendAll(Databases.drafts(2));

        assertThat(appended).extracting(Entry::sequence).containsExactly(4L, 5L);
        assertThat(stored()).hasSize(5).endsWith(appended.get(0), appended.get(1));
        assertThat(ledger.append(Databases.draft(6)).sequence()).isEqualTo(6);
    }

    @Test
    void whenTheAnswerOfACommitIsLostAndNobodyCanLookSaysThatItIsNotKnown() {
        faulty.loseAnswerOf("commit");
        faulty.failAt("getConnection", 1);

        assertThatExceptionOfType(LedgerUnavailable.class)
                .isThrownBy(() -> ledger.append(Databases.draft(4)))
                .withMessageContaining("not known")
                .withMessageContaining("entry 4")
                .satisfies(e -> assertThat(e.inDoubt()).singleElement().satisfies(entry -> {
                    assertThat(stored()).endsWith(entry);
                }));

        assertThat(stored()).hasSize(4);
        assertThat(ledger.append(Databases.draft(5)).sequence()).isEqualTo(5);
    }

    @Test
    void onADamagedNewestEntryIsRefused() throws SQLException {
        store.dropTriggers(plain);
        Databases.execute(plain, "UPDATE ledger_entry SET hash = 'x' WHERE sequence = 3");

        assertThatExceptionOfType(LedgerDamaged.class)
                .isThrownBy(() -> ledger.append(Databases.draft(4)))
                .withMessageContaining("newest entry is damaged");
    }

    /** Read by an instance of its own, so that nothing comes from the memory of the one that failed. */
    private List<Entry> stored() {
        try (JdbcLedger other = JdbcLedger.open(plain)) {
            return Databases.all(other);
        }
    }
}
