package org.clinicalmlops.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Verification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpeningTest {
    @TempDir
    Path folder;

    @Test
    void aLedgerThatIsOpenedAgainHoldsWhatWasAppendedAndGoesOn() {
        List<Entry> appended;
        try (JdbcLedger ledger = JdbcLedger.open(source())) {
            appended = new ArrayList<>(ledger.appendAll(Databases.drafts(20)));
        }

        try (JdbcLedger again = JdbcLedger.open(source())) {
            assertThat(Databases.all(again)).isEqualTo(appended);
            Entry next = again.append(Databases.draft(21));
            assertThat(next.previous()).isEqualTo(appended.get(19).hash());
            assertThat(again.verify()).isEqualTo(new Verification.Intact(21, next.hash()));
        }
    }

    @Test
    void anEntryIsSeenByOthersAsSoonAsItIsAppendedWithoutClosing() {
        try (JdbcLedger writer = JdbcLedger.open(source());
                JdbcLedger reader = JdbcLedger.open(source())) {
            Entry appended = writer.append(Databases.draft(1));

            assertThat(reader.last()).contains(appended);
        }
    }

    @Test
    void manyThatOpenAnEmptyFileAtOnceAllSucceed() throws Exception {
        List<Callable<Entry>> openers = Collections.nCopies(8, () -> {
            try (JdbcLedger ledger = JdbcLedger.open(source())) {
                return ledger.append(Databases.draft(1));
            }
        });
        ExecutorService pool = Executors.newFixedThreadPool(openers.size());
        List<Long> sequences = new ArrayList<>();
        try {
            for (Future<Entry> entry : pool.invokeAll(openers)) {
                sequences.add(entry.get().sequence());
            }
        } finally {
            pool.shutdownNow();
        }

        assertThat(sequences).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    }

    @Test
    void aNewerSchemaIsRefusedWithBothVersions() throws SQLException {
        JdbcLedger.open(source()).close();
        Databases.execute(source(), "INSERT INTO ledger_schema (version) VALUES (3), (9)");

        assertThatExceptionOfType(MlopsException.class)
                .isThrownBy(() -> JdbcLedger.open(source()))
                .withMessageContaining("schema version 9")
                .withMessageContaining("up to 2")
                .withMessageContaining("newer library");
    }

    @Test
    void aMigrationThatFailsLeavesNoTableBehind() throws SQLException {
        Databases.execute(source(), "CREATE TABLE other (n INTEGER)", "CREATE INDEX ledger_entry_by_kind ON other (n)");

        assertThatExceptionOfType(MlopsException.class)
                .isThrownBy(() -> JdbcLedger.open(source()))
                .withMessageContaining("could not be opened");

        Databases.execute(source(), "DROP TABLE other");
        try (JdbcLedger ledger = JdbcLedger.open(source())) {
            assertThat(ledger.append(Databases.draft(1)).sequence()).isEqualTo(1);
        }
    }

    @Test
    void aDatabaseInMemoryIsRefusedBecauseItIsNotDurable() {
        assertThatExceptionOfType(MlopsException.class)
                .isThrownBy(() -> JdbcLedger.open(Databases.file(Path.of(":memory:"))))
                .withMessageContaining("write-ahead log")
                .withMessageContaining("memory");
    }

    @Test
    void aFolderThatIsNotThereIsAClearError() {
        assertThatExceptionOfType(MlopsException.class)
                .isThrownBy(() -> JdbcLedger.open(Databases.file(folder.resolve("missing/ledger.db"))))
                .withMessageContaining("could not be opened")
                .withCauseInstanceOf(SQLException.class);
    }

    @Test
    void aFileThatIsNotADatabaseIsAClearErrorAndStaysAsItIs() throws Exception {
        String text = "a text file, ".repeat(1000);
        Files.writeString(folder.resolve("ledger.db"), text);

        assertThatExceptionOfType(MlopsException.class).isThrownBy(() -> JdbcLedger.open(source()));

        assertThat(folder.resolve("ledger.db")).hasContent(text);
    }

    @Test
    void anUnknownKindOfDatabaseIsRefusedByName() {
        DatabaseMetaData metaData = answering(DatabaseMetaData.class, "getDatabaseProductName", "Other");
        Connection connection = answering(Connection.class, "getMetaData", metaData);
        DataSource other = answering(DataSource.class, "getConnection", connection);

        assertThatExceptionOfType(MlopsException.class)
                .isThrownBy(() -> JdbcLedger.open(other))
                .withMessage("a ledger cannot be kept in Other; supported: SQLite, PostgreSQL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE ledger_entry SET facts = '{}' WHERE sequence = 1",
                "DELETE FROM ledger_entry WHERE sequence = 2",
                "INSERT OR REPLACE INTO ledger_entry SELECT 1, kind, at, facts, body, previous, hash FROM ledger_entry LIMIT 1",
                "INSERT INTO ledger_entry SELECT 4, kind, at, facts, body, previous, hash FROM ledger_entry LIMIT 1",
                "INSERT INTO ledger_entry SELECT -1, kind, at, facts, body, previous, hash FROM ledger_entry LIMIT 1"
            })
    void theSchemaRefusesToChangeTheRecordByMistake(String sql) {
        try (JdbcLedger ledger = JdbcLedger.open(source())) {
            List<Entry> appended = ledger.appendAll(Databases.drafts(2));

            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> Databases.execute(source(), sql))
                    .withMessageContaining("ledger entries are");
            assertThat(Databases.all(ledger)).isEqualTo(appended);
        }
    }

    /** Where every commit comes from, whatever the host has set: 2 is full synchronisation. */
    @ParameterizedTest
    @ValueSource(strings = {"", "?synchronous=OFF", "?synchronous=NORMAL"})
    void everyCommitIsMadeUnderFullSynchronisation(String settings) {
        List<Integer> seen = new ArrayList<>();
        FaultyDataSource watched =
                new FaultyDataSource(Store.at("jdbc:sqlite:" + folder.resolve("ledger.db") + settings));
        FaultyDataSource.Cut look = connection -> {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery("PRAGMA synchronous")) {
                seen.add(row.getInt(1));
            }
        };
        watched.cutBefore("commit", look);
        try (JdbcLedger ledger = JdbcLedger.open(watched.source())) {
            watched.cutBefore("commit", look);
            ledger.append(Databases.draft(1));
            watched.cutBefore("commit", look);
            ledger.append(Databases.draft(2));
        }

        assertThat(seen).as("when opening, and twice when appending").containsExactly(2, 2, 2);
    }

    @Test
    void aClosedLedgerSaysSo() {
        JdbcLedger ledger = JdbcLedger.open(source());
        ledger.append(Databases.draft(1));
        ledger.close();
        ledger.close();

        assertThatIllegalStateException()
                .isThrownBy(() -> ledger.append(Databases.draft(2)))
                .withMessageContaining("closed");
        assertThatIllegalStateException().isThrownBy(() -> ledger.appendAll(List.of()));
        assertThatIllegalStateException().isThrownBy(() -> ledger.read(Set.of(), entry -> {}));
        assertThatIllegalStateException().isThrownBy(() -> ledger.entry(1));
        assertThatIllegalStateException().isThrownBy(ledger::last);
        assertThatIllegalStateException().isThrownBy(ledger::verify);
    }

    /** A pool may lend connections in manual commit mode; a host may lend one connection again and again. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLentConnectionComesBackInTheModeItHad(boolean autoCommit) throws SQLException {
        try (Connection shared = source().getConnection()) {
            shared.setAutoCommit(autoCommit);
            JdbcLedger ledger = JdbcLedger.open(Databases.lending(shared));
            ledger.append(Databases.draft(1));
            ledger.close();

            assertThat(shared.getAutoCommit()).isEqualTo(autoCommit);
            try (JdbcLedger other = JdbcLedger.open(source())) {
                assertThat(other.append(Databases.draft(2)).sequence())
                        .as("no lock is left behind")
                        .isEqualTo(2);
            }
        }
    }

    @Test
    void aDamagedEntryIsNamedByAReaderAndNothingOfItIsInTheMessage() throws SQLException {
        try (JdbcLedger ledger = JdbcLedger.open(source())) {
            ledger.appendAll(Databases.drafts(3));
            Databases.dropTriggers(source());
            Databases.execute(source(), "UPDATE ledger_entry SET facts = '{\"name\":secret' WHERE sequence = 2");

            assertThatExceptionOfType(MlopsException.class)
                    .isThrownBy(() -> ledger.entry(2))
                    .withMessageContaining("entry 2 cannot be read")
                    .withMessageContaining("verify")
                    .withMessageContaining("facts")
                    .satisfies(e -> assertThat(e.toString() + e.getCause()).doesNotContain("secret"));
            assertThatExceptionOfType(MlopsException.class)
                    .isThrownBy(() -> Databases.all(ledger))
                    .withMessageContaining("entry 2");
        }
    }

    @Test
    void readingByKindUsesTheIndexAndNeverSortsWholeRows() throws SQLException {
        JdbcLedger.open(source()).close();
        List<Set<EntryKind>> kinds =
                List.of(Set.of(), Set.of(EntryKind.PREDICTED), Set.of(EntryKind.PREDICTED, EntryKind.WENT_LIVE));
        for (Set<EntryKind> some : kinds) {
            assertThat(plan(some))
                    .doesNotContain("TEMP B-TREE")
                    .contains(some.isEmpty() ? "SCAN" : "ledger_entry_by_kind");
        }
    }

    private String plan(Set<EntryKind> kinds) throws SQLException {
        StringBuilder plan = new StringBuilder();
        try (Connection connection = source().getConnection();
                var select = connection.prepareStatement("EXPLAIN QUERY PLAN " + Query.byKindSql(kinds.size()))) {
            int parameter = 1;
            for (EntryKind kind : kinds) {
                select.setString(parameter++, kind.name());
            }
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    plan.append(rows.getString("detail")).append('\n');
                }
            }
        }
        return plan.toString();
    }

    private DataSource source() {
        return Databases.file(folder.resolve("ledger.db"));
    }

    private static <T> T answering(Class<T> type, String name, Object answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> method.getName().equals(name) ? answer : null));
    }
}
