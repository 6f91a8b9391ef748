package org.clinicalmlops.core.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Recorded;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.api.serve.Receipt;
import org.clinicalmlops.api.serve.Receipted;
import org.clinicalmlops.api.serve.Recording;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.UnreliableLedger;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of answers that cannot be put on record, and how a caller learns that one is. */
@Timeout(30)
class RecordingTest {
    private static final Visit VISIT = Visit.of("anna", Instant.parse("2022-07-20T10:00:00Z"), 71.5, 3.2, "F", true);

    private static Pipeline<Visit, Risk> recording(Recording how) {
        return Plans.with(parts -> parts.serving = same -> same.recording(how));
    }

    private static Receipt now(Receipted<Risk> one) throws Exception {
        return one.receipt().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void aReceiptSaysWhereInTheLedgerThePredictionIs() throws Exception {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(Plans.standard());
            List<Receipted<Risk>> all = new ArrayList<>();
            for (int i = 0; i < 700; i++) {
                all.add(live.predictWithReceipt(i % 7 == 3 ? VISIT.withAge(Double.NEGATIVE_INFINITY) : VISIT));
                live.predict(VISIT);
            }
            List<Recorded> rows = ward.recorded(EntryKind.PREDICTED, EntryKind.ABSTAINED);
            for (Receipted<Risk> one : all) {
                Receipt.Stored stored = (Receipt.Stored) now(one);
                Recorded row = rows.stream()
                        .filter(r -> r.sequence() == stored.ledgerEntry() && r.index() == stored.row())
                        .findFirst()
                        .orElseThrow();
                String said = one.prediction() instanceof Prediction.Answered<Risk> answered ? answered.id() : "none";
                assertThat(row.facts().text("prediction").orElse("none")).isEqualTo(said);
            }
        }
    }

    @Test
    void aReceiptCompletesOnlyWhenTheLedgerHasIt() throws Exception {
        UnreliableLedger ledger = new UnreliableLedger();
        try (Ward ward = new Ward(ledger, Ward.OPENED)) {
            Deployment<Visit, Risk> live = ward.live(Plans.standard());
            ward.workspace.flush();
            CountDownLatch gate = ledger.hold();
            CompletableFuture<Receipt> receipt =
                    live.predictWithReceipt(VISIT).receipt().toCompletableFuture();
            Thread.sleep(100);
            assertThat(receipt).isNotDone();

            gate.countDown();
            assertThat(receipt.get(10, TimeUnit.SECONDS)).isInstanceOf(Receipt.Stored.class);
        }
    }

    @Test
    void whatIsNotStoredHasAReceiptThatSaysSo() throws Exception {
        UnreliableLedger ledger = new UnreliableLedger();
        Ward ward = new Ward(ledger, Ward.OPENED);
        Deployment<Visit, Risk> live = ward.live(Plans.standard());
        ward.workspace.flush();
        ledger.refuse(draft -> true, new MlopsException("down"));
        assertThat(now(live.predictWithReceipt(VISIT))).isEqualTo(new Receipt.NotStored("the ledger did not take it"));
        ledger.recover();
        assertThat(now(live.predictWithReceipt(VISIT))).isInstanceOf(Receipt.Stored.class);
        ward.close();
        assertThat(now(live.predictWithReceipt(VISIT)))
                .isEqualTo(new Receipt.NotStored("nothing of it was put on record"));
    }

    @Test
    void whatAHostHangsOnAReceiptHoldsUpNobodyElsesRecord() throws Exception {
        UnreliableLedger ledger = new UnreliableLedger();
        try (Ward ward = new Ward(ledger, Ward.OPENED)) {
            Deployment<Visit, Risk> live = ward.live(Plans.standard());
            CountDownLatch release = holdUpReceipts(ward, ledger, live);

            int before = ward.recorded(EntryKind.PREDICTED).size();
            for (int i = 0; i < 100; i++) {
                live.predict(VISIT);
            }
            assertThat(ward.recorded(EntryKind.PREDICTED)).hasSize(before + 100);
            release.countDown();
        }
    }

    /** What depends on the first receipt waits until it is released. */
    private static CountDownLatch holdUpReceipts(Ward ward, UnreliableLedger ledger, Deployment<Visit, Risk> live)
            throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        ward.workspace.flush();
        CountDownLatch gate = ledger.hold(); // else it might be there already, and be waited for by this thread
        live.predictWithReceipt(VISIT).receipt().thenAccept(receipt -> {
            begun.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        gate.countDown();
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        return release;
    }

    @Test
    void aHostThatLetsNoReceiptCompleteGetsNoAnswersWithReceiptInTheEnd() throws Exception {
        UnreliableLedger ledger = new UnreliableLedger();
        try (Ward ward = new Ward(ledger, Ward.OPENED)) {
            Deployment<Visit, Risk> live = ward.live(Plans.standard());
            CountDownLatch release = holdUpReceipts(ward, ledger, live);
            Prediction<Risk> last = live.predictWithReceipt(VISIT).prediction();
            for (int i = 0; i < 2 * Receipts.MOST_WAITING && last instanceof Prediction.Answered; i++) {
                last = live.predictWithReceipt(VISIT).prediction();
                if (i % 5_000 == 0) {
                    ward.workspace.flush();
                }
            }
            assertThat(last).isEqualTo(new Prediction.Abstained<>(Abstention.NOT_RECORDED));
            assertThat(live.predict(VISIT)).isInstanceOf(Prediction.Answered.class);
            release.countDown();
        }
    }

    @Test
    void anAnswerIsRefusedWhileTheLedgerIsBehindForTooLong() throws Exception {
        UnreliableLedger ledger = new UnreliableLedger();
        try (Ward ward = new Ward(ledger, Ward.OPENED)) {
            Deployment<Visit, Risk> live =
                    ward.live(recording(Recording.refusing().syncedWithin(Duration.ofSeconds(2))));
            ward.workspace.flush();
            ledger.refuse(draft -> true, new MlopsException("down"));
            assertThat(live.predict(VISIT)).isInstanceOf(Prediction.Answered.class);
            ward.workspace.flush();
            assertThat(live.predict(VISIT)).isInstanceOf(Prediction.Answered.class);
            ward.workspace.flush();
            assertThat(live.health().ready()).isTrue();

            Thread.sleep(2_100);
            assertThat(live.predict(VISIT)).isEqualTo(new Prediction.Abstained<>(Abstention.NOT_RECORDED));
            assertThat(live.health().notReady()).contains(Abstention.NOT_RECORDED);
            ward.workspace.flush();

            ledger.recover();
            live.predict(VISIT); // refused, and what says so is the first thing that the ledger takes again
            ward.workspace.flush();
            assertThat(live.predict(VISIT)).isInstanceOf(Prediction.Answered.class);
            assertThat(live.health().answeredUnrecorded()).isZero();
        }
    }

    @Test
    void aClockThatJumpsRefusesNothing() {
        UnreliableLedger ledger = new UnreliableLedger();
        try (Ward ward = new Ward(ledger, Ward.OPENED)) {
            Deployment<Visit, Risk> live = ward.live(Plans.standard());
            ward.workspace.flush();
            CountDownLatch gate = ledger.hold();
            live.predict(VISIT);
            ward.clock.advance(Duration.ofHours(-1));
            assertThat(live.predict(VISIT)).isInstanceOf(Prediction.Answered.class);
            ward.clock.advance(Duration.ofDays(10));
            assertThat(live.predict(VISIT)).isInstanceOf(Prediction.Answered.class);
            gate.countDown();
        }
    }

    @Test
    void wherePlannedAnAnswerIsShownAndCountedAllTheSame() {
        UnreliableLedger ledger = new UnreliableLedger();
        try (Ward ward = new Ward(ledger, Ward.OPENED)) {
            Deployment<Visit, Risk> live = ward.live(recording(Recording.answering()));
            ward.workspace.flush();
            CountDownLatch gate = ledger.hold();
            int made = 0;
            while (live.health().answeredUnrecorded() < 5 && made < 12_000) {
                assertThat(live.predict(VISIT)).isInstanceOf(Prediction.Answered.class);
                made++;
            }
            assertThat(live.health().answeredUnrecorded()).isEqualTo(5);
            assertThat(live.health().ready()).isTrue();
            gate.countDown();
            ward.workspace.flush();
            assertThat(ward.recorded(EntryKind.PREDICTED)).hasSize(40 + made - 5);
        }
    }
}
