package org.clinicalmlops.core.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Recorded;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.Feedback;
import org.clinicalmlops.api.serve.Health;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.core.fixtures.FakeMonitor;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.UnreliableLedger;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Monitors and books are told of predictions after their callers have the answers. Nobody can see that: not even while the writer, who
 * tells them, waits for the ledger.
 */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SettlingTest {
    private final UnreliableLedger ledger = new UnreliableLedger();
    private final Ward ward = new Ward(ledger, Ward.OPENED);
    private final Instant later = Instant.parse("2022-08-20T00:00:00Z");

    /** The writer is in the ledger, and stays there. */
    private CountDownLatch blocked(Deployment<Visit, Risk> live) throws InterruptedException {
        ward.workspace.flush();
        CountDownLatch gate = ledger.hold();
        live.predict(visit(40));
        while (live.health().queued() > 0) {
            Thread.sleep(1);
        }
        return gate;
    }

    private Visit visit(double age) {
        return ward.visits(1).get(0).withAge(age);
    }

    private static String id(Prediction<Risk> prediction) {
        return ((Prediction.Answered<Risk>) prediction).id();
    }

    @Test
    void anOutcomeAndFeedbackFindThePredictionThatWasMadeJustNow() throws Exception {
        Deployment<Visit, Risk> live = ward.live(Plans.standard());
        FakeMonitor monitor = ward.engine.last();
        CountDownLatch gate = blocked(live);
        try {
            String first = id(live.predict(visit(61)));
            String second = id(live.predict(visit(62)));
            live.outcome(first, Outcome.event(true, later));
            live.feedback(second, new Feedback.Accepted());
            live.outcome("made up", Outcome.event(true, later));

            assertThat(live.health().outcomes()).isEqualTo(new Health.Told(1, 0, 0, 1));
            assertThat(live.health().feedback()).isEqualTo(new Health.Told(1, 0, 0, 0));
            assertThat(monitor.outcomes).containsOnlyKeys(first);
        } finally {
            gate.countDown();
            ward.close();
        }
    }

    @ParameterizedTest(name = "a monitor that may wait: {0}")
    @ValueSource(booleans = {false, true})
    void whoLooksAtAMonitorSeesEveryRowOnce(boolean mayWait) throws Exception {
        ward.engine.mayWait = mayWait;
        Deployment<Visit, Risk> live = ward.live(Plans.standard());
        Monitored seen = new Monitored(live, ward.engine.last());
        CountDownLatch gate = blocked(live);
        try {
            int before = seen.rows();
            for (int i = 0; i < 100; i++) {
                live.predict(visit(50 + i / 4.0));
                assertThat(seen.rows()).isEqualTo(before + i + 1);
            }
            gate.countDown();
            ward.workspace.flush();

            assertThat(seen.rows()).isEqualTo(before + 100);
            assertThat(seen.monitor.observed().subList(before, before + 100))
                    .extracting(row -> row[0])
                    .isSorted()
                    .doesNotHaveDuplicates();
        } finally {
            gate.countDown();
            ward.close();
        }
    }

    /** As somebody who saves its state would see it; the ledger is not waited for. */
    private record Monitored(Deployment<Visit, Risk> live, FakeMonitor monitor) {
        int rows() {
            ((LiveDeployment<Visit>) live).monitor().save();
            return monitor.seen();
        }
    }

    @ParameterizedTest(name = "a monitor that may wait: {0}")
    @ValueSource(booleans = {false, true})
    void forTheMonitorItIsWhenThePredictionWasMade(boolean mayWait) throws Exception {
        ward.engine.mayWait = mayWait;
        Deployment<Visit, Risk> live = ward.live(Plans.standard());
        CountDownLatch gate = blocked(live);
        try {
            Instant made = ward.clock.instant();
            live.predict(visit(61));
            ward.clock.advance(Duration.ofHours(3));
            live.predict(visit(62));
            gate.countDown();
            ((LiveDeployment<Visit>) live).monitor().save();

            List<Instant> times = ward.engine.last().times();
            assertThat(times.subList(times.size() - 2, times.size()))
                    .containsExactly(made, made.plus(Duration.ofHours(3)));
        } finally {
            gate.countDown();
            ward.close();
        }
    }

    /** Slips are used again: what is stored of a prediction is its own. */
    @Test
    void whatIsOnRecordIsOfTheRowThatWasAsked() {
        Deployment<Visit, Risk> live = ward.live(Plans.standard());
        for (int i = 0; i < 5_000; i++) {
            Visit visit = visit(40 + i / 100.0).withPatient("patient " + i % 700);
            live.predict(i % 50 == 0 ? visit.withAge(Double.POSITIVE_INFINITY) : visit);
        }
        List<Recorded> rows = ward.recorded(EntryKind.PREDICTED);
        List<Recorded> own = rows.subList(rows.size() - 4_900, rows.size());
        int row = 0;
        for (int i = 0; i < 5_000; i++) {
            if (i % 50 != 0) {
                assertThat(own.get(row++).facts().asMap())
                        .containsEntry("input.age", Declaration.number(40 + i / 100.0))
                        .containsEntry("patient", Ward.PSEUDONYMS.of("patient " + i % 700));
            }
        }
        ward.close();
    }

    /** More threads than there are hands in {@link Slips}. */
    @Test
    void noTwoThreadsWriteOnOneSlip() throws Exception {
        Deployment<Visit, Risk> live = ward.live(Plans.standard());
        long before = live.health().predictions();
        ExecutorService threads = Executors.newFixedThreadPool(40);
        for (int thread = 0; thread < 40; thread++) {
            int first = thread * 1_000;
            threads.execute(() -> {
                for (int i = first; i < first + 1_000; i++) {
                    live.predict(visit(40 + i / 1_000.0).withPatient("patient " + i));
                }
            });
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(15, TimeUnit.SECONDS)).isTrue();

        List<Recorded> rows = ward.recorded(EntryKind.PREDICTED);
        long answered = live.health().predictions() - before;
        assertThat(live.health().abstentions()).containsEntry(Abstention.FEATURE_FAILED, 0L);
        assertThat(answered).isGreaterThan(4_000);
        List<Recorded> own = rows.subList(rows.size() - (int) answered, rows.size());
        Map<String, String> ageOf = new HashMap<>();
        for (int i = 0; i < 40_000; i++) {
            ageOf.put(Ward.PSEUDONYMS.of("patient " + i), Declaration.number(40 + i / 1_000.0));
        }
        assertThat(own)
                .allSatisfy(row -> assertThat(row.facts().required("input.age"))
                        .isEqualTo(ageOf.get(row.facts().required("patient"))));
        assertThat(own).extracting(row -> row.facts().required("prediction")).doesNotHaveDuplicates();
        ward.close();
    }
}
