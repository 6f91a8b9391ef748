package org.clinicalmlops.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.clinicalmlops.api.ledger.Chain;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.Verification;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TamperingTest {
    private static final int ENTRIES = 60;

    @TempDir
    static Path original;

    @TempDir
    Path folder;

    private static List<Entry> entries;

    @BeforeAll
    static void writeTheOriginal() {
        try (JdbcLedger ledger = JdbcLedger.open(Databases.file(original.resolve("ledger.db")))) {
            entries = ledger.appendAll(Databases.drafts(ENTRIES));
        }
    }

    @Test
    void theReasonSaysWhatIsWrong() throws Exception {
        assertThat(reasonAfter("DELETE FROM ledger_entry WHERE sequence = 4"))
                .contains("missing")
                .contains("5");
        assertThat(reasonAfter("UPDATE ledger_entry SET kind = 'X' WHERE sequence = 4"))
                .contains("kind");
        assertThat(reasonAfter("UPDATE ledger_entry SET at = 'X' WHERE sequence = 4"))
                .contains("instant");
        assertThat(reasonAfter("UPDATE ledger_entry SET facts = '{' WHERE sequence = 4"))
                .contains("facts");
        assertThat(reasonAfter("UPDATE ledger_entry SET body = 'X' WHERE sequence = 4"))
                .contains("not the hash of what it states");
        assertThat(reasonAfter("UPDATE ledger_entry SET previous = hash WHERE sequence = 4"))
                .contains("before it");
        assertThat(reasonAfter("UPDATE ledger_entry SET hash = 'X' WHERE sequence = 4"))
                .contains("hash");
    }

    /** A documented limit: what is left is a whole chain. A hash that was kept elsewhere shows it. */
    @Test
    void aCutTailIsNotFoundByTheChainAloneButByTheHashThatWasKept() throws Exception {
        DataSource source = copy();
        Verification.Intact kept = (Verification.Intact) verified(source);
        Databases.dropTriggers(source);
        Databases.execute(source, "DELETE FROM ledger_entry WHERE sequence > 50");

        Verification after = verified(source);

        assertThat(after).isEqualTo(new Verification.Intact(50, entries.get(49).hash()));
        assertThat(after).isNotEqualTo(kept);
        assertThat(kept.entries()).isEqualTo(ENTRIES);
    }

    /** The same limit: who rewrites the end with new hashes leaves a whole chain. The kept hash is then not at its place. */
    @Test
    void aRewrittenEndIsNotFoundByTheChainAloneButByTheHashThatWasKept() throws Exception {
        DataSource source = copy();
        Verification.Intact kept = (Verification.Intact) verified(source);
        Databases.dropTriggers(source);
        Databases.execute(source, "DELETE FROM ledger_entry WHERE sequence > 50");
        Chain chain = Chain.endingWith(entries.get(49));
        for (int n = 51; n <= ENTRIES; n++) {
            Entry forged = chain.next(Draft.of(EntryKind.WENT_LIVE, Databases.START, Facts.of("is", "forged")));
            Tampering.insert(source, forged);
            chain = Chain.endingWith(forged);
        }

        Verification after = verified(source);

        assertThat(after).isInstanceOf(Verification.Intact.class).isNotEqualTo(kept);
    }

    @Test
    void theLastEntryIsProtectedAgainstAChangeThatLeavesItsHash() throws Exception {
        DataSource source = copy();
        Databases.dropTriggers(source);
        Databases.execute(source, "UPDATE ledger_entry SET facts = '{}' WHERE sequence = " + ENTRIES);

        assertThat(verified(source))
                .isInstanceOfSatisfying(
                        Verification.Broken.class,
                        broken -> assertThat(broken.sequence()).isEqualTo(ENTRIES));
    }

    @Test
    void aByteThatIsChangedInTheFileItselfIsFound() throws Exception {
        DataSource source = copy();
        overwrite(offsetOf("body of 30"), "body of 99".getBytes(StandardCharsets.UTF_8));

        assertThat(verified(source))
                .isInstanceOfSatisfying(
                        Verification.Broken.class,
                        broken -> assertThat(broken.sequence()).isEqualTo(30));
    }

    @Test
    void aPageThatTheDatabaseCannotReadIsAnAnswerAndNotAnException() throws Exception {
        DataSource source = copy();
        long page = offsetOf("body of 30") / 4096 * 4096;
        byte[] rubbish = new byte[64];
        Arrays.fill(rubbish, (byte) 0xff);
        overwrite(page, rubbish);

        assertThat(verified(source)).isInstanceOfSatisfying(Verification.Broken.class, broken -> {
            assertThat(broken.sequence()).isBetween(1L, 30L);
            assertThat(broken.reason()).contains("file is damaged");
        });
    }

    private String reasonAfter(String sql) throws Exception {
        DataSource source = copy();
        Databases.dropTriggers(source);
        Databases.execute(source, sql);
        Verification.Broken broken = (Verification.Broken) verified(source);
        assertThat(broken.sequence()).isEqualTo(4);
        return broken.reason();
    }

    private Verification verified(DataSource source) {
        try (JdbcLedger ledger = JdbcLedger.open(source)) {
            return ledger.verify();
        }
    }

    private DataSource copy() throws IOException {
        Path file = folder.resolve("ledger.db");
        Files.write(file, Files.readAllBytes(original.resolve("ledger.db")));
        return Databases.file(file);
    }

    private long offsetOf(String text) throws IOException {
        String file = Files.readString(folder.resolve("ledger.db"), StandardCharsets.ISO_8859_1);
        assertThat(file.indexOf(text)).isPositive().isEqualTo(file.lastIndexOf(text));
        return file.indexOf(text);
    }

    private void overwrite(long offset, byte[] bytes) throws IOException {
        try (FileChannel file = FileChannel.open(folder.resolve("ledger.db"), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(bytes), offset);
        }
    }
}
