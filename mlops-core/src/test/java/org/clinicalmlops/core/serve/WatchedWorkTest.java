package org.clinicalmlops.core.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.CohortSource;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.monitor.Operation;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.core.fixtures.FakeMonitor;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.Story;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a deployment tells its monitor of the work around predictions. */
class WatchedWorkTest {
    /** Moved by a feature's function, as if the host took that long. */
    private static volatile Runnable whileReading = () -> {};

    private static final Visit NOBODY = Visit.of("anna", Instant.parse("2022-07-20T10:00:00Z"), 71.5, 3.2, "F", true)
            .withAge(Double.POSITIVE_INFINITY);

    /** Everybody is above 0, nobody above 1. */
    private static Pipeline<Visit, Risk> actingAbove(double threshold) {
        return Plans.with(parts -> parts.actingAbove = threshold);
    }

    @Test
    void anAnswerThatAsksForActionIsAnAlertIfSomebodySeesIt() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> deployment = ward.deployed(actingAbove(0));
            FakeMonitor monitor = ward.engine.last();
            ward.visits(3).forEach(deployment::predict);
            assertThat(monitor.noted()).as("silent").isEmpty();

            ward.endTrial(deployment, "lead", Role.CLINICAL_LEAD);
            ward.visits(3).forEach(deployment::predict);
            assertThat(monitor.noted()).containsExactly(Operation.ALERTED, Operation.ALERTED, Operation.ALERTED);
        }
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(actingAbove(1));
            ward.visits(3).forEach(live::predict);
            assertThat(ward.engine.last().noted()).isEmpty();
        }
    }

    @Test
    void anAnswerThatWasNotGivenIsNoted() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(actingAbove(1));
            live.predict(NOBODY);
            live.predict(null);
            assertThat(ward.engine.last().noted()).containsExactly(Operation.ABSTAINED, Operation.ABSTAINED);
        }
    }

    /** The row is read for the version in use first, then for the newer one. */
    @Test
    void aNewerVersionThatHasNoAnswerIsNotedByItsOwnMonitor() {
        List<Visit> visits = Visit.daily(1_300, 11);
        Pipeline<Visit, Risk> plan = Plans.with(parts -> {
            parts.source = CohortSource.of("visits", visits);
            parts.features = slow();
            parts.actingAbove = 1;
        });
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(plan);
            FakeMonitor old = ward.engine.last();
            ward.workspace.shadow(
                    live,
                    Ward.approved(Story.harmfulMonth(ward, live).retrained().orElseThrow()));
            FakeMonitor newer = ward.engine.last();
            assertThat(newer).isNotSameAs(old);
            live.predict(ward.visits(1).get(0));
            assertThat(newer.noted()).isEmpty();

            whileReading = () -> whileReading = () -> {
                throw new IllegalStateException("at the second reading");
            };
            live.predict(ward.visits(1).get(0));

            assertThat(newer.noted()).containsExactly(Operation.ABSTAINED);
            assertThat(old.noted()).isEmpty();
        } finally {
            whileReading = () -> {};
        }
    }

    /** The host reads for 250 ms, by its clock; a clock that is set back, or far forward, says nothing. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"PT0.25S, 250000000", "PT0S, 0", "PT1H, 3600000000000", "PT-0.001S,", "PT2H,", "P100000D,"})
    void anAnswerTakesAsLongAsTheClockSays(Duration time, Long nanos) {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(Plans.with(parts -> parts.features = slow()));
            FakeMonitor monitor = ward.engine.last();
            monitor.took.clear();
            whileReading = () -> {
                whileReading = () -> {};
                ward.clock.advance(time);
            };
            live.predict(ward.visits(1).get(0));
            assertThat(monitor.took).isEqualTo(nanos == null ? List.of() : List.of(nanos));
        } finally {
            whileReading = () -> {};
        }
    }

    private static FeatureSet<Visit> slow() {
        return FeatureSet.of(Visit.class)
                .patient(Visit::patient)
                .indexedAt(Visit::at)
                .numeric("age", "a", visit -> {
                    whileReading.run();
                    return visit.age();
                })
                .numericOrNull("lactate", "mmol/L", Visit::lactate)
                .categorical("sex", Visit::sex);
    }

    @Test
    void theMonitorKnowsWhereSomebodyActs() {
        try (Ward ward = new Ward()) {
            ward.deployed(actingAbove(0.37));
            assertThat(ward.engine.last().plan.actingAbove()).contains(0.37);
            ward.deployed(actingAbove(1));
            assertThat(ward.engine.last().plan.actingAbove()).as("nobody acts").isEmpty();
            ward.deployed(Plans.with(parts -> parts.monitoring = parts.monitoring.actingAbove(0.2)));
            assertThat(ward.engine.last().plan.actingAbove())
                    .as("what the plan says goes first")
                    .contains(0.2);
        }
    }
}
