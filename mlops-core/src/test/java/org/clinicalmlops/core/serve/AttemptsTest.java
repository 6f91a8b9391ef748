package org.clinicalmlops.core.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.LedgerUnavailable;
import org.clinicalmlops.api.ledger.LedgerUnavailable.Reason;
import org.clinicalmlops.api.serve.Receipt;
import org.clinicalmlops.core.fixtures.ForwardingLedger;
import org.clinicalmlops.core.fixtures.UnreliableLedger;
import org.clinicalmlops.core.fixtures.Ward;
import org.clinicalmlops.core.seal.Sealing;
import org.clinicalmlops.testkit.ledger.MemoryLedger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A ledger that is out of reach for a while, as a database that restarts is. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AttemptsTest {
    private static final LedgerUnavailable AWAY =
            LedgerUnavailable.nothingStored(Reason.CONNECTION, "the server is away", new IllegalStateException());

    private final UnreliableLedger ledger = new UnreliableLedger();

    @Test
    void whatNobodyWaitsForIsStoredInOrderWhenTheLedgerIsBack() throws Exception {
        Audit audit = new Audit(ledger);
        ledger.refuse(draft -> true, AWAY);
        CompletableFuture<Receipt> receipt = new CompletableFuture<>();
        for (int i = 0; i < 1_200; i++) {
            assertThat(audit.offer(draft(i))).isTrue();
        }
        audit.offer(() -> draft(1_200), receipt);
        awaitTransactions(3);
        assertThat(audit.behind()).isPositive();
        assertThat(receipt).isNotDone();

        ledger.recover();
        assertThat(receipt.get(10, TimeUnit.SECONDS)).isInstanceOf(Receipt.Stored.class);
        audit.close();
        assertThat(stored()).isEqualTo(IntStream.rangeClosed(0, 1_200).boxed().toList());
        assertThat(audit.lost()).isZero();
        assertThat(audit.behind()).isZero();
    }

    /** A person who promotes is not to believe that it may still come true. */
    @Test
    void whoWaitsForAnAnswerIsToldAtOnceAndTheOthersAreKept() {
        Audit audit = new Audit(ledger);
        ledger.refuse(draft -> true, AWAY);
        audit.offer(draft(1));

        assertThatThrownBy(() -> audit.append(draft(2)))
                .isInstanceOf(MlopsException.class)
                .hasMessageContaining("the server is away");
        ledger.recover();
        audit.close();

        assertThat(stored()).containsExactly(1);
        assertThat(audit.lost()).isEqualTo(1);
    }

    /** Also behind rows that are tried again already; and who flushes learns that they are not stored. */
    @Test
    void whoComesWhileItIsTriedAgainIsToldAtOnce() {
        Audit audit = new Audit(ledger);
        ledger.refuse(draft -> true, AWAY);
        audit.offer(draft(1));
        awaitTransactions(2);

        assertThatThrownBy(() -> audit.append(draft(2))).hasMessageContaining("the server is away");
        assertThatThrownBy(audit::flush).isSameAs(AWAY);
        audit.offer(draft(3));
        ledger.recover();
        audit.close();

        assertThat(stored()).containsExactly(1, 3);
        assertThat(audit.lost()).isEqualTo(1);
    }

    @Test
    void whenThePatienceIsOverItIsLostAndCountedAndSoIsWhatComesAfterUntilTheLedgerTakesSomething() {
        Audit audit = new Audit(ledger, Sealing.NONE, Duration.ofMillis(300));
        ledger.refuse(draft -> true, AWAY);
        CompletableFuture<Receipt> receipt = new CompletableFuture<>();
        audit.offer(() -> draft(1), receipt);
        receipt.join();
        int tried = ledger.batches.size();
        audit.offer(draft(2));
        audit.flush();

        assertThat(tried).isGreaterThan(2);
        assertThat(ledger.batches).as("tried once").hasSize(tried + 1);
        assertThat(receipt.join()).isEqualTo(new Receipt.NotStored("the ledger did not take it"));
        assertThat(audit.lost()).isEqualTo(2);
        ledger.recover();
        audit.append(draft(3));
        ledger.refuse(draft -> true, AWAY);
        audit.offer(draft(4));
        awaitTransactions(tried + 4);
        ledger.recover();
        audit.close();
        assertThat(stored()).as("patient again").containsExactly(3, 4);
    }

    @Test
    void closingWaitsForALedgerThatComesBack() throws Exception {
        Audit audit = new Audit(ledger);
        ledger.refuse(draft -> true, AWAY);
        audit.offer(draft(1));
        Thread closing = new Thread(audit::close);
        closing.start();
        awaitTransactions(2);
        ledger.recover();
        closing.join();

        assertThat(stored()).containsExactly(1);
    }

    /** Loses the answer to the next transaction, which is stored or not; then it cannot be read for a while either. */
    private static final class Doubtful extends ForwardingLedger {
        private volatile boolean doubt = true;
        private final boolean stores;
        private volatile int unreadable = 2;

        private Doubtful(boolean stores) {
            super(new MemoryLedger());
            this.stores = stores;
        }

        @Override
        public List<Entry> appendAll(List<Draft> drafts) {
            if (!doubt) {
                return super.appendAll(drafts);
            }
            doubt = false;
            MemoryLedger elsewhere = new MemoryLedger();
            List<Entry> entries = stores ? super.appendAll(drafts) : elsewhere.appendAll(drafts);
            throw LedgerUnavailable.inDoubt(
                    entries, Reason.CONNECTION, "the answer was lost", new IllegalStateException());
        }

        @Override
        public Optional<Entry> entry(long sequence) {
            if (unreadable-- > 0) {
                throw AWAY;
            }
            return super.entry(sequence);
        }
    }

    @Test
    void whatMayBeStoredIsLookedForAndNeverStoredTwice() {
        for (boolean stores : new boolean[] {true, false}) {
            Doubtful doubtful = new Doubtful(stores);
            Audit audit = new Audit(doubtful);
            CompletableFuture<Receipt> receipt = new CompletableFuture<>();
            audit.offer(() -> draft(1), receipt);

            assertThat(receipt.join()).isEqualTo(new Receipt.Stored(1, 0));
            audit.offer(draft(2));
            audit.close();

            assertThat(Ward.recorded(doubtful, EntryKind.PREDICTED))
                    .extracting(row -> row.facts().required("n"))
                    .containsExactly("1", "2");
            assertThat(audit.lost()).isZero();
        }
    }

    @Test
    void aRowThatCannotBeMadeIsLostAloneAndCounted() {
        Audit audit = new Audit(ledger);
        audit.offer(draft(1));
        audit.offer(() -> {
            throw new IllegalStateException("cannot be written down");
        });
        audit.offer(draft(2));
        audit.close();

        assertThat(stored()).containsExactly(1, 2);
        assertThat(audit.lost()).isEqualTo(1);
    }

    /** Until so many were tried. */
    private void awaitTransactions(int tried) {
        while (ledger.batches.size() < tried) {
            Thread.onSpinWait();
        }
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
