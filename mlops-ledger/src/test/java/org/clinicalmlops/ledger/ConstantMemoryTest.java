package org.clinicalmlops.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.Verification;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConstantMemoryTest {
    private static final int ENTRIES = 100;
    private static final int BODY = 1 << 20;

    @TempDir
    Path folder;

    /** PostgreSQL's driver holds several rows at a time, their bytes and their texts. */
    @ParameterizedTest
    @CsvSource({"SQLITE, 32", "POSTGRES, 64"})
    void aLedgerLargerThanTheHeapIsReadAndVerified(Store store, int megabytes) throws Exception {
        String address = store.fresh(folder);
        try (JdbcLedger ledger = JdbcLedger.open(Store.at(address))) {
            for (int i = 0; i < ENTRIES; i++) {
                EntryKind kind = i % 2 == 0 ? EntryKind.MODEL_TRAINED : EntryKind.MODEL_EVALUATED;
                ledger.append(Draft.of(kind, Databases.START, Facts.NONE).body("x".repeat(BODY)));
            }
        }

        Path output = folder.resolve("child.out");
        int exit = ChildJvm.await(ChildJvm.start(Child.class, output, List.of("-Xmx" + megabytes + "m"), address));

        assertThat(exit).as(Files.readString(output)).isZero();
    }

    /** Reads and verifies in a small heap; whatever is wrong ends it with another exit code than 0. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) {
            try (JdbcLedger ledger = JdbcLedger.open(Store.at(arguments[0]))) {
                for (Set<EntryKind> kinds :
                        List.of(Set.<EntryKind>of(), Set.of(EntryKind.MODEL_TRAINED, EntryKind.MODEL_EVALUATED))) {
                    AtomicLong characters = new AtomicLong();
                    ledger.read(
                            kinds,
                            entry -> characters.addAndGet(
                                    entry.body().orElseThrow().length()));
                    assertThat(characters).hasValue((long) ENTRIES * BODY);
                    assertThat(characters.get())
                            .isGreaterThan(Runtime.getRuntime().maxMemory() * 3 / 2);
                }
                assertThat(ledger.verify()).isInstanceOf(Verification.Intact.class);
            }
        }
    }
}
