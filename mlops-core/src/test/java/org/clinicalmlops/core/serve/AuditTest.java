package org.clinicalmlops.core.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.core.fixtures.UnreliableLedger;
import org.clinicalmlops.core.fixtures.Ward;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AuditTest {
    private final UnreliableLedger ledger = new UnreliableLedger();
    private final Audit audit = new Audit(ledger);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void entriesKeepTheOrderInWhichTheyWereMade() {
        for (int i = 0; i < 100; i++) {
            if (i % 10 == 0) {
                assertThat(audit.append(draft(i)).facts().required("n")).isEqualTo("" + i);
            } else {
                assertThat(audit.offer(draft(i))).isTrue();
            }
        }
        audit.close();

        assertThat(stored()).isEqualTo(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void whatWaitsTogetherIsStoredTogether() throws Exception {
        CountDownLatch gate = ledger.hold();
        for (int i = 0; i < 1_000; i++) {
            audit.offer(draft(i));
        }
        gate.countDown();
        audit.close();

        assertThat(stored()).hasSize(1_000);
        assertThat(ledger.batches).as("one a transaction would be a thousand").hasSizeLessThan(20);
        assertThat(ledger.batches).allMatch(size -> size <= 500);
    }

    /** A prediction that somebody waits for, or any other entry, ends a block: the order is the one in which they were made. */
    @Test
    void predictionsThatWaitTogetherAreOneEntryAndNothingMovesPastAnother() throws Exception {
        CountDownLatch gate = ledger.hold();
        audit.offer(Draft.of(EntryKind.WENT_LIVE, Instant.EPOCH, Facts.NONE)); // the writer waits with this one
        while (ledger.batches.isEmpty()) {
            Thread.onSpinWait();
        }
        for (int i = 0; i < 10; i++) {
            audit.offer(i == 3 ? Draft.of(EntryKind.ABSTAINED, Instant.EPOCH, Facts.of("n", "3")) : draft(i));
        }
        audit.offer(Draft.of(EntryKind.OUTCOME_RECORDED, Instant.EPOCH, Facts.of("n", "10")));
        audit.offer(draft(11));
        Future<Entry> awaited = threads.submit(() -> audit.append(draft(12)));
        Thread.sleep(100);
        audit.offer(draft(13));
        gate.countDown();
        audit.close();

        assertThat(awaited.get().facts()).isEqualTo(Facts.of("n", "12"));
        assertThat(Ward.entries(ledger))
                .extracting(
                        entry -> entry.kind() + " " + entry.facts().text("rows").orElse("-") + " " + entry.sequence())
                .containsExactly(
                        "WENT_LIVE - 1",
                        "PREDICTIONS_RECORDED 10 2",
                        "OUTCOME_RECORDED - 3",
                        "PREDICTIONS_RECORDED 1 4",
                        "PREDICTED - 5",
                        "PREDICTIONS_RECORDED 1 6");
        assertThat(Ward.recorded(ledger).stream()
                        .flatMap(one -> one.facts().text("n").stream())
                        .map(Integer::valueOf))
                .isEqualTo(IntStream.range(0, 14).boxed().toList());
    }

    @Test
    void anAppendedEntryIsDurableWhenTheCallReturns() {
        Entry entry = audit.append(draft(7));

        assertThat(ledger.entry(entry.sequence())).contains(entry);
        audit.close();
    }

    @Test
    void flushWaitsForEverythingBefore() throws Exception {
        CountDownLatch gate = ledger.hold();
        for (int i = 0; i < 10; i++) {
            audit.offer(draft(i));
        }
        Future<?> flushed = threads.submit(audit::flush);
        assertThat(flushed.isDone()).isFalse();
        gate.countDown();
        flushed.get(5, TimeUnit.SECONDS);

        assertThat(stored()).hasSize(10);
        audit.close();
    }

    static Stream<Throwable> failures() {
        return Stream.of(
                new MlopsException("disk full"),
                new IllegalStateException("driver"),
                new NoClassDefFoundError("driver"),
                new StackOverflowError(),
                new IOException("sneaked past the compiler"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aLedgerThatFailsLosesItsEntriesTellsTheCallerAndTheAuditGoesOn(Throwable failure) {
        ledger.refuse(draft -> true, failure);

        assertThat(audit.offer(draft(1))).as("taken, since nobody waits").isTrue();
        assertThatThrownBy(() -> audit.append(draft(2)))
                .isInstanceOf(MlopsException.class)
                .hasMessageContaining("the ledger did not take a PREDICTED entry");
        audit.flush();
        assertThat(audit.lost()).isEqualTo(2);

        ledger.recover();
        audit.append(draft(3));
        audit.close();
        assertThat(stored()).containsExactly(3);
        assertThat(audit.lost()).isEqualTo(2);
    }

    @Test
    void anEntryThatNoLedgerCanTakeDoesNotDragItsNeighboursDown() {
        CountDownLatch gate = ledger.hold();
        audit.offer(draft(0));
        Draft poison = Draft.of(EntryKind.PREDICTED, Instant.EPOCH, Facts.of("n", "\uD800"));
        for (int i = 1; i < 20; i++) {
            audit.offer(i == 9 ? poison : draft(i));
        }
        gate.countDown();
        audit.flush();

        assertThat(audit.lost()).isEqualTo(1);
        assertThat(stored())
                .isEqualTo(IntStream.range(0, 20).filter(i -> i != 9).boxed().toList());
        audit.close();
    }

    @Test
    void aFullQueueTakesNothingAndSaysSo() {
        CountDownLatch gate = ledger.hold();
        int taken = 0;
        while (audit.offer(draft(taken))) {
            taken++;
        }
        assertThat(taken).isBetween(10_000, 10_501);
        assertThat(audit.offer(draft(-1))).isFalse();
        gate.countDown();
        audit.close();

        assertThat(stored()).hasSize(taken);
        assertThat(audit.lost()).as("nothing that was taken").isZero();
    }

    @Test
    void closeStoresWhatIsQueuedAndThenTakesNothing() {
        for (int i = 0; i < 2_000; i++) {
            audit.offer(draft(i));
        }
        audit.close();

        assertThat(stored()).hasSize(2_000);
        assertThat(audit.offer(draft(1))).isFalse();
        assertThatThrownBy(() -> audit.append(draft(1)))
                .isInstanceOf(MlopsException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(audit::flush).isInstanceOf(MlopsException.class);
        audit.close();
        assertThat(stored()).hasSize(2_000);
    }

    /** The clinical path must not wait for a ledger that hangs, whatever others wait for. */
    @Test
    void offerNeverWaitsNotEvenBehindACloseThatWaitsForAFullQueue() throws Exception {
        CountDownLatch gate = ledger.hold();
        int taken = 0;
        while (audit.offer(draft(taken))) {
            taken++;
        }
        Future<?> appending = threads.submit(() -> audit.append(draft(1)));
        Thread.sleep(100);
        Future<?> closing = threads.submit(audit::close);
        Thread.sleep(100);

        Future<Boolean> offering = threads.submit(() -> audit.offer(draft(2)));

        assertThat(offering.get(2, TimeUnit.SECONDS)).isFalse();
        gate.countDown();
        appending.get(10, TimeUnit.SECONDS);
        closing.get(10, TimeUnit.SECONDS);
    }

    @Test
    void manyThreadsOfferAppendFlushAndCloseWithoutHangingOrLosing() throws Exception {
        AtomicInteger accepted = new AtomicInteger();
        List<Callable<Void>> work = new ArrayList<>();
        for (int t = 0; t < 6; t++) {
            int thread = t;
            work.add(() -> {
                for (int i = 0; i < 2_000; i++) {
                    if (thread < 4) {
                        accepted.addAndGet(audit.offer(draft(i)) ? 1 : 0);
                    } else if (i % 100 == 0) {
                        try {
                            audit.append(draft(i));
                            accepted.incrementAndGet();
                            audit.flush();
                        } catch (MlopsException closed) {
                            assertThat(closed).hasMessageContaining("closed");
                        }
                    }
                }
                return null;
            });
        }
        for (int t = 0; t < 2; t++) {
            work.add(() -> {
                Thread.sleep(20);
                audit.close();
                return null;
            });
        }
        for (Future<Void> done : threads.invokeAll(work, 15, TimeUnit.SECONDS)) {
            assertThat(done.isCancelled()).isFalse();
            done.get();
        }

        assertThat(stored()).hasSize(accepted.get());
        assertThat(audit.lost()).isZero();
    }

    private List<Integer> stored() {
        return Ward.recorded(ledger, EntryKind.PREDICTED).stream()
                .map(entry -> Integer.valueOf(entry.facts().required("n")))
                .toList();
    }

    private static Draft draft(int n) {
        return Draft.of(EntryKind.PREDICTED, Instant.EPOCH, Facts.of("n", "" + n));
    }
}
