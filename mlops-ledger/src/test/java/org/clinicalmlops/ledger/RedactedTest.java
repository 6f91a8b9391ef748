package org.clinicalmlops.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.LedgerUnavailable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A host logs the stack trace of what it catches: no value of a row may be in it, whatever the driver repeats. */
class RedactedTest {
    private static final Draft ROW = Draft.of(
            EntryKind.PREDICTED, Databases.START, Facts.of("patient", "p").with("input.name", "=Canary"));

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void aFailedAppendRepeatsNoValue(Store store) throws SQLException {
        DataSource source = Store.at(store.fresh(folder));
        try (JdbcLedger ledger = JdbcLedger.open(source)) {
            store.refuse(source, 1);

            assertThat(traceOf(ledger, List.of(ROW))).contains("refuse").doesNotContain("Canary");
            assertThat(traceOf(ledger, List.of(ROW, ROW, ROW))).doesNotContain("Canary");
        }
    }

    /** The server itself repeats a row that fails a condition. */
    @Test
    void aConditionOfTheTableRepeatsNoValue() throws SQLException {
        DataSource source = Store.at(Store.POSTGRES.fresh(folder));
        try (JdbcLedger ledger = JdbcLedger.open(source)) {
            Databases.execute(source, "ALTER TABLE ledger_entry ADD CONSTRAINT none CHECK (sequence < 0)");

            assertThat(traceOf(ledger, List.of(ROW)))
                    .contains("violates check constraint")
                    .doesNotContain("Canary");
        }
    }

    private static String traceOf(JdbcLedger ledger, List<Draft> drafts) {
        LedgerUnavailable failure = catchThrowableOfType(LedgerUnavailable.class, () -> ledger.appendAll(drafts));
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }
}
