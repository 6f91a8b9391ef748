package org.clinicalmlops.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.LedgerUnavailable;
import org.clinicalmlops.api.ledger.LedgerUnavailable.Reason;
import org.clinicalmlops.api.ledger.Verification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteOpenMode;

/** What the world around a ledger does to it: the error says what it is, nothing is lost, and nobody has to repair anything. */
class FaultsTest {
    @TempDir
    Path folder;

    /** SQLite counts pages as a full disk counts blocks, and gives the same answer. */
    @Test
    void whenTheDiskIsFullNothingIsLostAndItGoesOnWhenThereIsRoom() {
        Path file = folder.resolve("ledger.db");
        List<Entry> stored = new ArrayList<>();
        try (JdbcLedger ledger = JdbcLedger.open(limited(file, 40))) {
            assertThatExceptionOfType(LedgerUnavailable.class)
                    .isThrownBy(() -> {
                        while (stored.size() < 10_000) {
                            stored.addAll(ledger.appendAll(Databases.drafts(20)));
                        }
                    })
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.FULL))
                    .withMessageContaining("full");
            assertThat(stored).hasSizeGreaterThan(100);
            assertThat(Databases.all(ledger)).isEqualTo(stored);
            assertThat(ledger.verify()).isInstanceOf(Verification.Intact.class);
        }

        try (JdbcLedger ledger = JdbcLedger.open(limited(file, 1_000))) {
            assertThat(ledger.append(Databases.draft(1)).sequence()).isEqualTo(stored.size() + 1L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"53100 FULL", "25006 NOT_WRITABLE", "40001 BUSY", "57P01 CONNECTION", "58030 FAILED"})
    void whatPostgresAnswersIsToldApart(String stateAndReason) throws SQLException {
        String[] expected = stateAndReason.split(" ");
        DataSource source = Store.at(Server.freshSchema());
        try (JdbcLedger ledger = JdbcLedger.open(source)) {
            ledger.appendAll(Databases.drafts(3));
            Store.raise(source, 5, expected[0]);

            assertThatExceptionOfType(LedgerUnavailable.class)
                    .isThrownBy(() -> ledger.appendAll(Databases.drafts(4)))
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.valueOf(expected[1])));

            Databases.execute(source, "DROP TRIGGER refused ON ledger_entry");
            assertThat(ledger.append(Databases.draft(4)).sequence()).isEqualTo(4);
        }
    }

    @Test
    void inAFolderThatMayNotBeWrittenNoLedgerIsMade() {
        assumeTrue(
                Files.isDirectory(Path.of("/proc/self")),
                "needs a folder that even root may not write into: /proc of Linux");

        assertThatExceptionOfType(LedgerUnavailable.class)
                .isThrownBy(() -> JdbcLedger.open(Databases.file(Path.of("/proc/ledger.db"))))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NOT_WRITABLE));
    }

    /** As an auditor opens a copy. */
    @Test
    void aLedgerThatMayOnlyBeReadIsReadAndVerifiedAndRefusesToAppend() {
        Path file = folder.resolve("ledger.db");
        List<Entry> stored;
        try (JdbcLedger ledger = JdbcLedger.open(Databases.file(file))) {
            stored = ledger.appendAll(Databases.drafts(3));
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);

        try (JdbcLedger ledger = JdbcLedger.open(source)) {
            assertThat(Databases.all(ledger)).isEqualTo(stored);
            assertThat(ledger.verify()).isInstanceOf(Verification.Intact.class);
            assertThatExceptionOfType(LedgerUnavailable.class)
                    .isThrownBy(() -> ledger.append(Databases.draft(4)))
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NOT_WRITABLE));
        }
    }

    @Test
    void aFileThatLosesItsPermissionIsWrittenAgainWhenItHasIt() throws Exception {
        Path file = folder.resolve("ledger.db");
        try (JdbcLedger ledger = JdbcLedger.open(Databases.file(file))) {
            ledger.append(Databases.draft(1));
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        assumeFalse(Files.isWritable(file), "permissions do not bind this user, who is root");

        assertThatExceptionOfType(LedgerUnavailable.class)
                .isThrownBy(() -> {
                    try (JdbcLedger ledger = JdbcLedger.open(Databases.file(file))) {
                        ledger.append(Databases.draft(2));
                    }
                })
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NOT_WRITABLE));

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        try (JdbcLedger ledger = JdbcLedger.open(Databases.file(file))) {
            assertThat(ledger.append(Databases.draft(2)).sequence()).isEqualTo(2);
        }
    }

    @Test
    void aRoleThatLosesItsRightWhileTheLedgerIsOpenIsHeardAgainWhenItHasIt() throws SQLException {
        PGSimpleDataSource owner = (PGSimpleDataSource) Store.at(Server.freshSchema());
        JdbcLedger.open(owner).close();
        String schema = owner.getCurrentSchema();
        String role = "role_of_" + schema;
        Databases.execute(
                owner,
                "CREATE ROLE " + role + " LOGIN",
                "GRANT USAGE ON SCHEMA " + schema + " TO " + role,
                "GRANT ALL ON ALL TABLES IN SCHEMA " + schema + " TO " + role);
        PGSimpleDataSource source = (PGSimpleDataSource) Store.at(owner.getUrl());
        source.setUser(role);
        try (JdbcLedger ledger = JdbcLedger.open(source)) {
            ledger.append(Databases.draft(1));
            Databases.execute(owner, "REVOKE INSERT ON ledger_entry FROM " + role);

            assertThatExceptionOfType(LedgerUnavailable.class)
                    .isThrownBy(() -> ledger.append(Databases.draft(2)))
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NOT_WRITABLE));

            Databases.execute(owner, "GRANT INSERT ON ledger_entry TO " + role);
            assertThat(ledger.append(Databases.draft(2)).sequence()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWriterThatHoldsTheLedgerForTooLongIsReportedAsBusy(Store store) throws Exception {
        DataSource plain = Store.at(store.fresh(folder));
        DataSource impatient = new FaultyDataSource(plain)
                .replace("busy_timeout = 30000", "busy_timeout = 200")
                .replace("lock_timeout = '30s'", "lock_timeout = '200ms'")
                .source();
        try (JdbcLedger ledger = JdbcLedger.open(impatient)) {
            ledger.append(Databases.draft(1));
            try (Connection writer = plain.getConnection();
                    Statement statement = writer.createStatement()) {
                writer.setAutoCommit(false);
                statement.execute(Dialect.of(writer).lock());

                assertThatExceptionOfType(LedgerUnavailable.class)
                        .isThrownBy(() -> ledger.append(Databases.draft(2)))
                        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.BUSY));
                writer.rollback();
            }
            assertThat(ledger.append(Databases.draft(2)).sequence()).isEqualTo(2);
        }
    }

    /** A real drop: the server ends the session, before the lock, the look at the end, the insert and the commit. */
    @ParameterizedTest
    @ValueSource(strings = {"execute", "executeQuery", "executeBatch", "commit"})
    void aConnectionThatTheServerDropsIsReplaced(String step) throws SQLException {
        DataSource plain = Store.at(Server.freshSchema());
        FaultyDataSource faulty = new FaultyDataSource(plain);
        try (JdbcLedger ledger = JdbcLedger.open(faulty.source())) {
            List<Entry> before = ledger.appendAll(Databases.drafts(3));
            faulty.cutBefore(step, connection -> terminate(plain, connection));

            assertThatExceptionOfType(LedgerUnavailable.class)
                    .isThrownBy(() -> ledger.appendAll(Databases.drafts(3)))
                    .satisfies(e -> {
                        assertThat(e.reason()).isEqualTo(Reason.CONNECTION);
                        assertThat(e.inDoubt()).isEmpty();
                    });

            assertThat(Databases.all(ledger)).isEqualTo(before);
            assertThat(ledger.append(Databases.draft(4)).sequence()).isEqualTo(4);
        }
        assertThat(faulty.openConnections()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aDiskThatTakesHalfASecondForEachCommitLosesNothingAndHoldsUpNoReader(Store store) throws Exception {
        FaultyDataSource slow = new FaultyDataSource(Store.at(store.fresh(folder)));
        try (JdbcLedger ledger = JdbcLedger.open(slow.source())) {
            ledger.append(Databases.draft(0));
            slow.slow("commit", 500);

            List<CompletableFuture<Entry>> appended = new ArrayList<>();
            for (int i = 1; i <= 3; i++) {
                int n = i;
                appended.add(CompletableFuture.supplyAsync(() -> ledger.append(Databases.draft(n))));
            }
            long started = System.nanoTime();
            assertThat(ledger.verify()).isInstanceOf(Verification.Intact.class);
            assertThat(ledger.last()).isPresent();
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started))
                    .as("ms for two readings; three commits take 1500")
                    .isLessThan(1_000);

            List<Long> sequences = new ArrayList<>();
            for (CompletableFuture<Entry> entry : appended) {
                sequences.add(entry.get(20, TimeUnit.SECONDS).sequence());
            }
            assertThat(sequences).containsExactlyInAnyOrder(2L, 3L, 4L);
            assertThat(ledger.verify())
                    .isEqualTo(new Verification.Intact(
                            4, ledger.last().orElseThrow().hash()));
        }
    }

    /** The order of the record is that of its numbers, whatever a clock says. */
    @ParameterizedTest
    @EnumSource
    void aClockThatJumpsBackAnHourChangesNoOrder(Store store) throws SQLException {
        try (JdbcLedger ledger = JdbcLedger.open(Store.at(store.fresh(folder)))) {
            List<Entry> appended = new ArrayList<>();
            for (int minute : List.of(0, 1, -59, -58, 2)) {
                appended.add(ledger.append(
                        Draft.of(EntryKind.PREDICTED, Databases.START.plusSeconds(60L * minute), Facts.NONE)));
            }

            assertThat(appended).extracting(Entry::sequence).containsExactly(1L, 2L, 3L, 4L, 5L);
            assertThat(Databases.all(ledger)).isEqualTo(appended);
            assertThat(ledger.verify())
                    .isEqualTo(new Verification.Intact(5, appended.get(4).hash()));
        }
    }

    private static void terminate(DataSource plain, Connection victim) throws SQLException {
        int pid;
        try (Statement statement = victim.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            pid = row.getInt(1);
        }
        Databases.execute(plain, "SELECT pg_terminate_backend(" + pid + ", 5000)");
    }

    private static DataSource limited(Path file, int pages) {
        SQLiteConfig config = new SQLiteConfig();
        config.setMaxPageCount(pages);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }
}
