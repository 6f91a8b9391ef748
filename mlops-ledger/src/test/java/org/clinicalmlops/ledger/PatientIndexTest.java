package org.clinicalmlops.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryFilter;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.LedgerUnavailable;
import org.clinicalmlops.api.ledger.PredictionBlock;
import org.clinicalmlops.api.ledger.Verification;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource
class PatientIndexTest {
    @TempDir
    Path folder;

    private final Store store;
    private DataSource source;

    PatientIndexTest(Store store) {
        this.store = store;
    }

    @BeforeEach
    void tenPatientsWithThreePredictionsEach() throws SQLException {
        source = Store.at(store.fresh(folder));
        try (JdbcLedger ledger = JdbcLedger.open(source)) {
            List<Draft> drafts = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                drafts.add(Draft.of(EntryKind.PREDICTED, Databases.START, Facts.of("patient", "p" + i % 10)));
            }
            ledger.appendAll(drafts);
        }
    }

    @Test
    void whatSchemaVersionOneHoldsIsIndexedWhenItIsOpened() throws SQLException {
        Databases.execute(
                source,
                "DROP TABLE ledger_patient",
                "DROP INDEX ledger_entry_by_instant",
                "DELETE FROM ledger_schema WHERE version = 2");

        try (JdbcLedger ledger = JdbcLedger.open(source)) {
            assertThat(of(ledger, "p3")).containsExactly(4L, 14L, 24L);
            assertThat(ledger.verify()).isInstanceOf(Verification.Intact.class);
        }
    }

    /** What would hide an entry, or claim one, is found though the table is no part of the chain; and the record mends it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM ledger_patient WHERE sequence = 14",
                "UPDATE ledger_patient SET patient = 'x' WHERE sequence = 14",
                "INSERT INTO ledger_patient (sequence, patient) VALUES (14, 'x')"
            })
    void aChangedIndexIsFoundAndRebuilt(String sql) throws SQLException {
        Databases.execute(source, sql);

        try (JdbcLedger ledger = JdbcLedger.open(source)) {
            assertThat(ledger.verify()).isInstanceOfSatisfying(Verification.Broken.class, broken -> {
                assertThat(broken.sequence()).isEqualTo(14);
                assertThat(broken.reason()).contains("index of patients");
            });
            ledger.rebuildIndex();

            assertThat(ledger.verify()).isInstanceOf(Verification.Intact.class);
            assertThat(of(ledger, "p3")).containsExactly(4L, 14L, 24L);
        }
    }

    /** Of blocks of any size, stored in one transaction: most rows of the index are inserted many by one statement. */
    @Test
    void everyPatientOfABlockIsFound() throws SQLException {
        List<Integer> sizes = List.of(1, 24, 25, 26, 3, 50, 77);
        try (JdbcLedger ledger = JdbcLedger.open(source)) {
            ledger.appendAll(sizes.stream().map(PatientIndexTest::block).toList());

            assertThat(ledger.verify()).isInstanceOf(Verification.Intact.class);
            assertThat(of(ledger, "q0")).containsExactly(31L, 32L, 33L, 34L, 35L, 36L, 37L);
            assertThat(of(ledger, "q24")).containsExactly(33L, 34L, 36L, 37L);
            assertThat(of(ledger, "q76")).containsExactly(37L);
        }
    }

    /** Some rows of the same statement, and statements before it, were inserted by then. */
    @Test
    void aRowThatCannotBeInsertedLeavesNothingBehind() throws SQLException {
        Databases.execute(
                source,
                "INSERT INTO ledger_patient (sequence, patient) VALUES (31, '" + PatientIndex.key("q40") + "')");
        try (JdbcLedger ledger = JdbcLedger.open(source)) {
            assertThatThrownBy(() -> ledger.append(block(60))).isInstanceOf(LedgerUnavailable.class);

            assertThat(ledger.last().orElseThrow().sequence()).isEqualTo(30);
            Databases.execute(source, "DELETE FROM ledger_patient WHERE patient = '" + PatientIndex.key("q40") + "'");
            ledger.append(block(60));
            assertThat(ledger.verify()).isInstanceOf(Verification.Intact.class);
            assertThat(of(ledger, "q40")).containsExactly(31L);
        }
    }

    /** Each patient {@code q<n>} in the rows n and n + {@code patients}. */
    private static Draft block(int patients) {
        List<Draft> rows = new ArrayList<>();
        for (int i = 0; i < 2 * patients; i++) {
            rows.add(Draft.of(EntryKind.PREDICTED, Databases.START, Facts.of("patient", "q" + i % patients)));
        }
        return PredictionBlock.of(rows);
    }

    @Test
    void readingByPatientAndByInstantUsesAnIndex() throws SQLException {
        assertThat(plan(true)).contains("ledger_patient_by_patient");
        assertThat(plan(false)).contains("ledger_entry_by_instant");
    }

    /** PostgreSQL scans a table as small as this one unless it is told not to. */
    private String plan(boolean patient) throws SQLException {
        StringBuilder plan = new StringBuilder();
        try (Connection connection = source.getConnection()) {
            Dialect dialect = Dialect.of(connection);
            String explain = store == Store.SQLITE ? "EXPLAIN QUERY PLAN " : "EXPLAIN ";
            if (store == Store.POSTGRES) {
                connection.createStatement().execute("SET enable_seqscan = off");
            }
            try (PreparedStatement select =
                    connection.prepareStatement(explain + Query.byFilterSql(dialect, patient))) {
                select.setString(1, "0");
                if (!patient) {
                    select.setString(2, "1");
                }
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        plan.append(rows.getString(store == Store.SQLITE ? 4 : 1))
                                .append('\n');
                    }
                }
            }
        }
        return plan.toString();
    }

    private static List<Long> of(JdbcLedger ledger, String patient) {
        List<Entry> entries = new ArrayList<>();
        ledger.read(EntryFilter.ALL.patient(patient), entries::add);
        return entries.stream().map(Entry::sequence).toList();
    }
}
