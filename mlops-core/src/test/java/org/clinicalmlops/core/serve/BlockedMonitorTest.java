package org.clinicalmlops.core.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.Feedback;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.core.fixtures.FakeEngine;
import org.clinicalmlops.core.fixtures.FakeMonitor;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A monitor of a host's own engine that waits for something that does not come. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BlockedMonitorTest {
    private static final Visit VISIT = Visit.of("anna", Instant.parse("2022-07-20T10:00:00Z"), 71.5, 3.2, "F", true);

    private static final ReplayClock CLOCK = new ReplayClock(Clock.systemUTC());

    private final FakeEngine engine = new FakeEngine();

    @Test
    void neitherPredictionsNorOutcomesNorFeedbackWaitForItAndItIsToldAllInOrderWhenItGoesOn() {
        try (Ward ward = new Ward()) {
            ward.engine.mayWait = true;
            Deployment<Visit, Risk> live = ward.live(Plans.standard());
            FakeMonitor monitor = ward.engine.last();
            ward.workspace.review(live);
            int before = monitor.observed().size();
            CountDownLatch gate = new CountDownLatch(1);
            ward.engine.gate = gate;

            for (int i = 0; i < 100; i++) {
                Prediction.Answered<Risk> answer =
                        (Prediction.Answered<Risk>) live.predict(VISIT.withAge(40 + i / 2.0));
                live.feedback(answer.id(), new Feedback.Accepted());
                live.outcome(answer.id(), Outcome.event(true, Instant.parse("2022-08-20T00:00:00Z")));
            }
            assertThat(monitor.observed()).hasSize(before);
            assertThat(live.health().predictions()).isGreaterThanOrEqualTo(100);
            gate.countDown();
            ward.workspace.review(live);

            assertThat(monitor.observed().subList(before, monitor.observed().size()))
                    .extracting(row -> row[0])
                    .isEqualTo(
                            IntStream.range(0, 100).mapToObj(i -> 40 + i / 2.0).toList());
            assertThat(monitor.outcomes).hasSizeGreaterThanOrEqualTo(100);
            assertThat(live.health().unobserved()).isZero();
        }
    }

    @Test
    void whatItIsTooBusyForIsLeftOutAndCounted() {
        try (Ward ward = new Ward()) {
            ward.engine.mayWait = true;
            Deployment<Visit, Risk> live = ward.live(Plans.standard());
            ward.workspace.review(live);
            CountDownLatch gate = new CountDownLatch(1);
            ward.engine.gate = gate;
            int told = 0;
            while (live.health().unobserved() == 0) {
                assertThat(live.predict(VISIT)).isInstanceOf(Prediction.Answered.class);
                told++;
            }
            gate.countDown();

            assertThat(told).isBetween(HandedOver.MOST_WAITING / 5, HandedOver.MOST_WAITING);
        }
    }

    @Test
    void aLookSaysThatItIsBusyInsteadOfWaitingForEver() {
        FakeMonitor fake = monitor();
        HandedOver monitor = new HandedOver(new GuardedMonitor(fake, () -> {}), CLOCK, Duration.ofMillis(200));
        CountDownLatch gate = engine.gate;
        monitor.observe(new double[] {71, 3.2, 0}, 0.4, "anna");

        assertThatThrownBy(() -> monitor.review(Instant.EPOCH))
                .isInstanceOf(MlopsException.class)
                .hasMessageContaining("busy")
                .hasMessageContaining("PT0.2S");
        gate.countDown();
        assertThat(new HandedOver(new GuardedMonitor(fake, () -> {}), CLOCK).open())
                .isEmpty();
    }

    private FakeMonitor monitor() {
        try (Ward ward = new Ward()) {
            ward.deployed(Plans.standard());
            FakeMonitor opened = ward.engine.last();
            engine.gate = new CountDownLatch(1);
            return (FakeMonitor) engine.open(opened.plan, opened.baseline, ward.clock);
        }
    }

    @Test
    void whatItFailsToTakeIsCounted() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(Plans.standard());
            long before = live.health().unobserved();
            ward.engine.last().broken = true;
            live.predict(VISIT);

            assertThat(live.health().unobserved() - before)
                    .as("the row, its prediction, its time")
                    .isBetween(3L, 4L);
        }
    }

    @Test
    void nothingIsLostBetweenThreads() {
        FakeMonitor fake = monitor();
        engine.gate.countDown();
        HandedOver monitor = new HandedOver(new GuardedMonitor(fake, () -> {}), CLOCK);
        List<CompletableFuture<Void>> threads = IntStream.range(0, 4)
                .mapToObj(t -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < 1_000; i++) {
                        monitor.observe(new double[] {t, i, 0}, 0.4, "anna");
                    }
                }))
                .toList();
        threads.forEach(CompletableFuture::join);
        monitor.open();

        assertThat(fake.observed()).hasSize(4_000);
        for (int t = 0; t < 4; t++) {
            double thread = t;
            assertThat(fake.observed().stream().filter(row -> row[0] == thread).map(row -> row[1]))
                    .isEqualTo(
                            IntStream.range(0, 1_000).mapToObj(i -> (double) i).toList());
        }
    }
}
