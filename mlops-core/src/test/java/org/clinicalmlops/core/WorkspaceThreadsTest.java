package org.clinicalmlops.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Recorded;
import org.clinicalmlops.api.ledger.Verification;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.Approved;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WorkspaceThreadsTest {
    /** Four threads predict and report outcomes while versions are exchanged under them and the workspace is closed at last. */
    @Test
    @Timeout(30)
    void predictionsGoOnWhileVersionsAreExchangedAndTheWorkspaceCloses() throws Exception {
        Ward ward = new Ward();
        Deployment<Visit, Risk> live = ward.live(Plans.standard());
        Approved<Visit, Risk> one = ward.approved(Plans.standard());
        Approved<Visit, Risk> other = Ward.approved(ward.workspace.run(
                Plans.standard(), DataCut.indexed(Visit.FIRST, Instant.parse("2021-09-01T00:00:00Z"))));
        assertThat(other.candidate().artifact().digest())
                .isNotEqualTo(one.candidate().artifact().digest());
        List<Visit> visits = ward.visits(64);
        Set<String> ids = ConcurrentHashMap.newKeySet();
        AtomicLong accepted = new AtomicLong();
        AtomicLong outcomes = new AtomicLong();
        AtomicBoolean stop = new AtomicBoolean();
        List<Callable<Void>> work = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            work.add(() -> {
                for (int i = 0; !stop.get(); i++) {
                    Prediction<Risk> answer = live.predict(visits.get(i & 63));
                    if (answer instanceof Prediction.Abstained<Risk> abstained) {
                        assertThat(abstained.reason()).isIn(Abstention.CLOSED, Abstention.NOT_RECORDED);
                        Thread.sleep(1);
                    } else {
                        String id = ((Prediction.Answered<Risk>) answer).id();
                        assertThat(ids.add(id)).isTrue();
                        accepted.incrementAndGet();
                        if (i % 8 == 0) {
                            live.outcome(id, Outcome.event(true, Ward.OPENED));
                            outcomes.incrementAndGet();
                            Thread.sleep(1); // faster than any ward, and slower than the ledger
                        }
                    }
                }
                return null;
            });
        }
        int rounds = 8;
        work.add(() -> {
            try {
                for (int round = 0; round < rounds; round++) {
                    ward.workspace.shadow(live, round % 2 == 0 ? other : one);
                    long before = accepted.get();
                    while (accepted.get() < before + 50) {
                        Thread.sleep(1);
                    }
                    ward.clock.advance(Duration.ofDays(14));
                    var decision = live.endSilentTrial(
                            SignOff.by("analyst", Role.DATA_SCIENTIST).of(live.toSign()));
                    decision.fold(passed -> passed, notYet -> {
                        throw new AssertionError(notYet.reasons());
                    });
                    ward.workspace.review(live);
                }
                ward.workspace.close();
                Thread.sleep(50);
            } finally {
                stop.set(true);
            }
            return null;
        });
        ExecutorService threads = Executors.newFixedThreadPool(5);
        for (Future<Void> done : threads.invokeAll(work, 25, TimeUnit.SECONDS)) {
            done.get();
        }
        threads.shutdown();

        List<Recorded> predicted = Ward.recorded(ward.ledger, EntryKind.PREDICTED);
        assertThat(predicted).hasSize((int) accepted.get() + 40);
        assertThat(predicted)
                .extracting(entry -> entry.facts().required("prediction"))
                .doesNotHaveDuplicates();
        assertThat(live.health().predictions()).isEqualTo(accepted.get() + 40);
        assertThat(Ward.entries(ward.ledger, EntryKind.MODEL_PROMOTED)).hasSize(rounds);
        assertThat(Ward.entries(ward.ledger, EntryKind.OUTCOME_RECORDED).size()
                        + live.health().outcomes().refused())
                .isEqualTo(outcomes.get());
        assertThat(live.health().notRecorded()).isZero();
        assertThat(ward.ledger.verify()).isInstanceOf(Verification.Intact.class);
    }

    @Test
    @Timeout(20)
    void predictionsDoNotWaitForARunOfTheSameWorkspace() throws Exception {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(Plans.standard());
            var holding = new CountDownLatch(1);
            var inside = new CountDownLatch(1);
            ExecutorService threads = Executors.newFixedThreadPool(1);
            Future<?> run = threads.submit(() -> ward.workspace.run(
                    Plans.with(parts -> parts.outcome = visit -> {
                        inside.countDown();
                        try {
                            holding.await();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                        return visit.outcome();
                    }),
                    Plans.CUT));
            inside.await();

            assertThat(live.predict(ward.visits(1).get(0))).isInstanceOf(Prediction.Answered.class);

            holding.countDown();
            run.get(10, TimeUnit.SECONDS);
            threads.shutdown();
        }
    }
}
