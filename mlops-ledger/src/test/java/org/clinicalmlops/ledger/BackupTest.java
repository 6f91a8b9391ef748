package org.clinicalmlops.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.Verification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
    @TempDir
    Path folder;

    @Test
    void copiesTakenWhileAWriterGoesOnAreLedgersOfTheirInstant() throws Exception {
        try (JdbcLedger ledger = JdbcLedger.open(Databases.file(folder.resolve("ledger.db")))) {
            ledger.appendAll(Databases.drafts(500));
            AtomicBoolean done = new AtomicBoolean();
            AtomicLong acknowledged = new AtomicLong(500);
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
                while (!done.get()) {
                    acknowledged.set(ledger.append(Databases.draft(1)).sequence());
                }
            });
            try {
                for (int i = 0; i < 5; i++) {
                    Path file = folder.resolve("backup '" + i + ".db");
                    long before = acknowledged.get();
                    Verification copied = ledger.backup(file);
                    assertThat(copied)
                            .isInstanceOfSatisfying(
                                    Verification.Intact.class,
                                    intact -> assertThat(intact.entries()).isBetween(before, acknowledged.get() + 1));
                    assertThat(folder.resolve(file.getFileName() + ".part")).doesNotExist();
                    try (JdbcLedger copy = JdbcLedger.open(Databases.file(file))) {
                        assertThat(copy.verify()).isEqualTo(copied);
                        Entry last = copy.last().orElseThrow();
                        assertThat(ledger.entry(last.sequence())).contains(last);
                    }
                }
            } finally {
                done.set(true);
                writer.get();
            }
            assertThat(ledger.verify()).isInstanceOf(Verification.Intact.class);
        }
    }

    @Test
    void aFileThatIsThereIsNotOverwritten() throws Exception {
        Path file = Files.writeString(folder.resolve("there"), "mine");
        try (JdbcLedger ledger = JdbcLedger.open(Databases.file(folder.resolve("ledger.db")))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ledger.backup(file))
                    .withMessageContaining("there");
        }
        assertThat(file).hasContent("mine");
    }

    @Test
    void aDamagedLedgerIsCopiedAndSaidToBe() throws Exception {
        Path file = folder.resolve("ledger.db");
        try (JdbcLedger ledger = JdbcLedger.open(Databases.file(file))) {
            ledger.appendAll(Databases.drafts(5));
            Databases.dropTriggers(Databases.file(file));
            Databases.execute(Databases.file(file), "UPDATE ledger_entry SET body = 'x' WHERE sequence = 3");

            assertThat(ledger.backup(folder.resolve("copy.db")))
                    .isInstanceOfSatisfying(
                            Verification.Broken.class,
                            broken -> assertThat(broken.sequence()).isEqualTo(3));
            assertThat(ledger.appendAll(List.of(Databases.draft(6)))).hasSize(1);
        }
    }

    @Test
    void postgresIsBackedUpWithItsOwnTools() throws Exception {
        try (JdbcLedger ledger = JdbcLedger.open(Store.at(Server.freshSchema()))) {
            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(() -> ledger.backup(folder.resolve("copy.db")))
                    .withMessageContaining("pg_dump");
        }
    }
}
