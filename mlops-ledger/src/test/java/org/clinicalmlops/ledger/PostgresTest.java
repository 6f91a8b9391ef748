package org.clinicalmlops.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.LedgerUnsuitable;
import org.clinicalmlops.api.ledger.Verification;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresTest {
    private PGSimpleDataSource source;

    @BeforeEach
    void freshSchema() throws SQLException {
        source = (PGSimpleDataSource) Store.at(Server.freshSchema());
    }

    /** A function of the same name, found first, says what such a server would say. */
    @ParameterizedTest
    @CsvSource({"fsync, off, set it to on", "server_encoding, LATIN1, UTF8"})
    void aServerThatCannotKeepALedgerIsRefused(String setting, String value, String advice) throws SQLException {
        Databases.execute(
                source,
                "CREATE FUNCTION current_setting(text) RETURNS text LANGUAGE sql AS $$ SELECT CASE $1 WHEN '" + setting
                        + "' THEN '" + value + "' ELSE pg_catalog.current_setting($1) END $$");
        assertThat(JdbcLedger.open(source)).as("without the function").isNotNull();
        source.setCurrentSchema(source.getCurrentSchema() + ",pg_catalog");

        assertThatExceptionOfType(LedgerUnsuitable.class)
                .isThrownBy(() -> JdbcLedger.open(source))
                .withMessageContaining(value)
                .withMessageContaining(advice);
    }

    @ParameterizedTest
    @CsvSource({"off, on", "local, local", "remote_apply, remote_apply", "on, on"})
    void aCommitWaitsForTheDiskWhateverTheSessionWasSetTo(String session, String inTheAppend) throws SQLException {
        source.setOptions("-c synchronous_commit=" + session);
        try (JdbcLedger ledger = JdbcLedger.open(source)) {
            Databases.execute(
                    source,
                    "CREATE TABLE seen (setting TEXT)",
                    "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS "
                            + "$$ BEGIN INSERT INTO seen VALUES (current_setting('synchronous_commit')); RETURN NULL; END $$",
                    "CREATE TRIGGER note AFTER INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION note()");
            ledger.append(Databases.draft(1));
            ledger.append(Databases.draft(2));
        }

        assertThat(strings("SELECT setting FROM seen")).containsExactly(inTheAppend, inTheAppend);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE ledger_entry SET facts = '{}' WHERE sequence = 1",
                "DELETE FROM ledger_entry WHERE sequence = 2",
                "TRUNCATE ledger_entry",
                "INSERT INTO ledger_entry SELECT 1, kind, at, facts, body, previous, hash FROM ledger_entry LIMIT 1 "
                        + "ON CONFLICT (sequence) DO UPDATE SET facts = '{}'",
                "INSERT INTO ledger_entry SELECT 4, kind, at, facts, body, previous, hash FROM ledger_entry LIMIT 1",
                "INSERT INTO ledger_entry SELECT -1, kind, at, facts, body, previous, hash FROM ledger_entry LIMIT 1"
            })
    void theSchemaRefusesToChangeTheRecordByMistake(String sql) {
        try (JdbcLedger ledger = JdbcLedger.open(source)) {
            List<Entry> appended = ledger.appendAll(Databases.drafts(2));

            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> Databases.execute(source, sql))
                    .withMessageContaining("ledger entries are");
            assertThat(Databases.all(ledger)).isEqualTo(appended);
        }
    }

    @Test
    void manyThatOpenAnEmptySchemaAtOnceAllSucceed() throws Exception {
        List<Long> sequences = inThreads(Collections.nCopies(6, () -> {
            try (JdbcLedger ledger = JdbcLedger.open(source)) {
                return ledger.append(Databases.draft(1)).sequence();
            }
        }));

        assertThat(sequences).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void aStricterIsolationThatTheHostHasSetDoesNotMakeWritersFail() throws Exception {
        source.setOptions("-c default_transaction_isolation=serializable");
        try (JdbcLedger ledger = JdbcLedger.open(source);
                JdbcLedger other = JdbcLedger.open(source)) {
            inThreads(List.of(() -> appendSome(ledger), () -> appendSome(other)));

            assertThat(ledger.verify())
                    .isEqualTo(new Verification.Intact(
                            60, other.last().orElseThrow().hash()));
        }
    }

    /** The server's own way would be more than half of what a block of predictions costs it. */
    @Test
    void bodiesAreCompressedByLz4OrNotAtAll() throws SQLException {
        JdbcLedger.open(source).close();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet column = statement.executeQuery("SELECT * FROM pg_attribute"
                        + " WHERE attrelid = 'ledger_entry'::regclass AND attname = 'body'")) {
            column.next();
            boolean plain = column.getString("attstorage").equals("e");
            assertThat(plain || column.getString("attcompression").equals("l")).isTrue();
        }
    }

    /** The role of a host's service: no right to create anything. */
    @Test
    void aRoleThatMayOnlyAppendOpensALedgerThatIsThere() throws SQLException {
        JdbcLedger.open(source).close();
        String schema = source.getCurrentSchema();
        String role = "role_of_" + schema;
        Databases.execute(
                source,
                "CREATE ROLE " + role + " LOGIN",
                "GRANT USAGE ON SCHEMA " + schema + " TO " + role,
                "GRANT SELECT, INSERT ON ledger_entry, ledger_patient TO " + role,
                "GRANT SELECT, UPDATE ON ledger_schema TO " + role);
        source.setUser(role);

        try (JdbcLedger ledger = JdbcLedger.open(source)) {
            assertThat(ledger.append(Databases.draft(1)).sequence()).isEqualTo(1);
            assertThat(ledger.verify()).isInstanceOf(Verification.Intact.class);
        }
    }

    private static Long appendSome(JdbcLedger ledger) {
        for (int i = 0; i < 30; i++) {
            ledger.append(Databases.draft(i));
        }
        return 30L;
    }

    private static List<Long> inThreads(List<Callable<Long>> tasks) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(tasks.size());
        try {
            List<Long> results = new ArrayList<>();
            for (Future<Long> result : pool.invokeAll(tasks)) {
                results.add(result.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    private List<String> strings(String sql) throws SQLException {
        List<String> strings = new ArrayList<>();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                strings.add(rows.getString(1));
            }
        }
        return strings;
    }
}
