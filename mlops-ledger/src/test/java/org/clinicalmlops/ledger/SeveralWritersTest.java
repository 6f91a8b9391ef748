package org.clinicalmlops.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.Verification;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SeveralWritersTest {
    private static final int EACH = 150;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void twoInstancesWithTwoThreadsEachNeverForkTheChain(Store store) throws Exception {
        String address = store.fresh(folder);
        try (JdbcLedger one = JdbcLedger.open(Store.at(address));
                JdbcLedger two = JdbcLedger.open(Store.at(address))) {
            List<Callable<List<Entry>>> writers = List.of(
                    () -> append(one, "a"), () -> append(one, "b"), () -> append(two, "c"), () -> append(two, "d"));
            ExecutorService pool = Executors.newFixedThreadPool(writers.size());
            try {
                for (Future<List<Entry>> appended : pool.invokeAll(writers)) {
                    assertThat(appended.get()).hasSize(EACH);
                }
            } finally {
                pool.shutdownNow();
            }

            holdsAllOf(one, Map.of("a", EACH, "b", EACH, "c", EACH, "d", EACH));
            assertThat(Databases.all(two)).isEqualTo(Databases.all(one));
        }
    }

    @ParameterizedTest
    @EnumSource
    void twoJvmsNeverForkTheChain(Store store) throws Exception {
        String address = store.fresh(folder);
        try (JdbcLedger ledger = JdbcLedger.open(Store.at(address))) {
            Path output = folder.resolve("child.out");
            Process child = ChildJvm.start(Child.class, output, List.of("-Xmx64m"), address);
            try {
                int here = 0;
                while (here < EACH || child.isAlive()) {
                    ledger.append(Draft.of(EntryKind.PREDICTED, Databases.START, Facts.of("by", "here")));
                    here++;
                    // SQLite lets writers poll: one that never pauses keeps the other waiting
                    Thread.sleep(1);
                }
                assertThat(ChildJvm.await(child))
                        .as("the child wrote %s", Files.readString(output))
                        .isZero();

                holdsAllOf(ledger, Map.of("here", here, "child", EACH));
            } finally {
                child.destroyForcibly();
            }
        }
    }

    private static void holdsAllOf(JdbcLedger ledger, Map<String, Integer> expected) {
        Map<String, Integer> counts = new HashMap<>();
        Databases.all(ledger).forEach(entry -> counts.merge(entry.facts().required("by"), 1, Integer::sum));
        assertThat(counts).isEqualTo(expected);
        long total = expected.values().stream().mapToLong(Integer::longValue).sum();
        assertThat(ledger.verify())
                .isEqualTo(new Verification.Intact(
                        total, ledger.last().orElseThrow().hash()));
    }

    private static List<Entry> append(JdbcLedger ledger, String by) {
        List<Entry> appended = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
            appended.add(ledger.append(Draft.of(EntryKind.PREDICTED, Databases.START, Facts.of("by", by))));
        }
        return appended;
    }

    /** The other JVM. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) {
            try (JdbcLedger ledger = JdbcLedger.open(Store.at(arguments[0]))) {
                append(ledger, "child");
            }
        }
    }
}
