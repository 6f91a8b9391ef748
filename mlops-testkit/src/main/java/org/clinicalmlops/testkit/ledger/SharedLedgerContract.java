package org.clinicalmlops.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.ledger.LedgerConflict;
import org.clinicalmlops.api.ledger.Verification;
import org.junit.jupiter.api.Test;

/** What every {@link Ledger} must do for several who use it at once: a part of {@link LedgerContract}. */
public abstract class SharedLedgerContract {
    private static final Instant START = Instant.parse("2024-03-01T12:00:00Z");

    /** For subclasses. */
    protected SharedLedgerContract() {}

    /** A new, empty ledger; asked once or more per test. */
    protected abstract Ledger freshLedger();

    @Test
    public void fourThreadsThatAppendMakeOneChain() throws Exception {
        Ledger ledger = freshLedger();
        List<Callable<List<Entry>>> writers = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            String thread = "thread " + t;
            writers.add(() -> appendSome(ledger, thread));
        }

        List<Entry> appended = inThreads(writers);

        appended.sort((a, b) -> Long.compare(a.sequence(), b.sequence()));
        assertThat(appended).hasSize(4 * 100);
        assertThat(all(ledger)).isEqualTo(appended);
        assertThat(ledger.verify())
                .isEqualTo(new Verification.Intact(400, appended.get(399).hash()));
        for (int t = 0; t < 4; t++) {
            String thread = "thread " + t;
            assertThat(appended)
                    .filteredOn(entry -> entry.facts().says("by", thread))
                    .extracting(entry -> Integer.valueOf(entry.facts().required("n")))
                    .as("the order of one thread is kept")
                    .isSorted();
        }
    }

    @Test
    public void aReaderMayAppend() {
        Ledger ledger = freshLedger();
        ledger.appendAll(List.of(draft("1"), draft("2")));
        List<Entry> seen = new ArrayList<>();

        ledger.read(Set.of(), entry -> {
            if (seen.size() < 10) {
                seen.add(entry);
                ledger.append(draft("because of " + entry.sequence()));
            }
        });

        assertThat(seen)
                .hasSizeGreaterThanOrEqualTo(2)
                .extracting(Entry::sequence)
                .isSorted();
        assertThat(ledger.verify()).isInstanceOf(Verification.Intact.class);
    }

    @Test
    public void whatOthersHaveAppendedMeanwhileStandsInTheWayOfItsKindsOnly() {
        Ledger ledger = freshLedger();
        ledger.append(draft("1"));
        Entry promoted = ledger.append(Draft.of(EntryKind.MODEL_PROMOTED, START, Facts.NONE));
        ledger.append(draft("3"));
        List<Draft> drafts = List.of(draft("4"), draft("5"));

        assertThatExceptionOfType(LedgerConflict.class)
                .isThrownBy(() -> ledger.appendIfNone(
                        Set.of(EntryKind.MODEL_PROMOTED, EntryKind.WENT_LIVE), promoted.sequence() - 1, drafts))
                .satisfies(conflict -> {
                    assertThat(conflict.sequence()).isEqualTo(promoted.sequence());
                    assertThat(conflict.kind()).isEqualTo(EntryKind.MODEL_PROMOTED);
                });
        assertThatExceptionOfType(LedgerConflict.class)
                .isThrownBy(() -> ledger.appendIfNone(Set.of(), 2, drafts))
                .satisfies(conflict -> assertThat(conflict.sequence()).isEqualTo(3));
        assertThat(all(ledger)).hasSize(3);

        assertThat(ledger.appendIfNone(Set.of(EntryKind.MODEL_PROMOTED), 2, drafts))
                .hasSize(2);
        assertThat(ledger.appendIfNone(Set.of(), 5, drafts))
                .extracting(Entry::sequence)
                .containsExactly(6L, 7L);
        assertThat(ledger.verify()).isInstanceOf(Verification.Intact.class);
    }

    @Test
    public void ofManyThatRelyOnTheSamePastExactlyOneWins() throws Exception {
        Ledger ledger = freshLedger();
        Draft promotion = Draft.of(EntryKind.MODEL_PROMOTED, START, Facts.NONE);
        List<Callable<List<Entry>>> writers = Collections.nCopies(4, () -> {
            List<Entry> won = new ArrayList<>();
            for (int round = 0; round < 10; round++) {
                long seen = ledger.last().map(Entry::sequence).orElse(0L);
                try {
                    won.addAll(ledger.appendIfNone(Set.of(EntryKind.MODEL_PROMOTED), seen, List.of(promotion)));
                } catch (LedgerConflict e) {
                    assertThat(e.sequence()).isGreaterThan(seen);
                }
            }
            return won;
        });

        List<Entry> won = inThreads(writers);

        assertThat(all(ledger)).containsExactlyInAnyOrderElementsOf(won).isNotEmpty();
    }

    private static List<Entry> appendSome(Ledger ledger, String thread) {
        List<Entry> appended = new ArrayList<>();
        while (appended.size() < 100) {
            int n = appended.size();
            List<Draft> drafts = new ArrayList<>();
            for (int i = n; i < Math.min(100, n + 1 + n % 3); i++) {
                drafts.add(Draft.of(
                        EntryKind.PREDICTED, START, Facts.of("by", thread).with("n", i)));
            }
            List<Entry> together = ledger.appendAll(drafts);
            long first = together.get(0).sequence();
            assertThat(together.get(together.size() - 1).sequence()).isEqualTo(first + together.size() - 1);
            appended.addAll(together);
        }
        return appended;
    }

    private static List<Entry> inThreads(List<Callable<List<Entry>>> tasks) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(tasks.size());
        try {
            List<Entry> results = Collections.synchronizedList(new ArrayList<>());
            for (Future<List<Entry>> result : pool.invokeAll(tasks)) {
                results.addAll(result.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    private static Draft draft(String n) {
        return Draft.of(EntryKind.PREDICTED, START, Facts.of("n", n));
    }

    private static List<Entry> all(Ledger ledger) {
        List<Entry> entries = new ArrayList<>();
        ledger.read(Set.of(), entries::add);
        return entries;
    }
}
