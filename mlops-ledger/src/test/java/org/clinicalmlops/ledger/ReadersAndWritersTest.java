package org.clinicalmlops.ledger;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.Verification;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Neither waits for the other; a wait would outlast the time given. */
@Timeout(20)
class ReadersAndWritersTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void aReaderDoesNotWaitForAWriterInItsTransaction(Store store) throws Exception {
        DataSource source = Store.at(store.fresh(folder));
        try (JdbcLedger ledger = JdbcLedger.open(source);
                Connection writer = source.getConnection();
                Statement statement = writer.createStatement()) {
            List<Entry> appended = ledger.appendAll(Databases.drafts(3));
            writer.setAutoCommit(false);
            statement.execute(Dialect.of(writer).lock());
            statement.executeUpdate("INSERT INTO ledger_entry (sequence, kind, at, facts, previous, hash) "
                    + "VALUES (4, 'PREDICTED', '', '{}', '', '')");

            assertThat(Databases.all(ledger)).isEqualTo(appended);
            assertThat(ledger.last()).contains(appended.get(2));
            assertThat(ledger.verify()).isInstanceOf(Verification.Intact.class);
            writer.rollback();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWriterDoesNotWaitForAReaderInTheMiddleOfItsReading(Store store) throws Exception {
        String address = store.fresh(folder);
        try (JdbcLedger writer = JdbcLedger.open(Store.at(address));
                JdbcLedger reader = JdbcLedger.open(Store.at(address))) {
            writer.appendAll(Databases.drafts(100));
            List<Entry> seen = new ArrayList<>();

            reader.read(Set.of(), entry -> {
                if (seen.size() % 25 == 0) {
                    CompletableFuture.supplyAsync(() -> writer.append(Databases.draft(seen.size())))
                            .orTimeout(10, SECONDS)
                            .join();
                }
                seen.add(entry);
            });

            assertThat(seen).as("what was there when the reading began").hasSize(100);
            assertThat(writer.verify())
                    .isEqualTo(new Verification.Intact(
                            104, writer.last().orElseThrow().hash()));
        }
    }
}
