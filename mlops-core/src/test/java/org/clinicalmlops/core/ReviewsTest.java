package org.clinicalmlops.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.CohortSource;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.learn.ChangePlan;
import org.clinicalmlops.api.learn.UpdatePolicy;
import org.clinicalmlops.api.learn.UpdateProposal.Action;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.Approved;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.Story;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.junit.jupiter.api.Test;

class ReviewsTest {
    private static Pipeline<Visit, Risk> plan(ChangePlan change) {
        List<Visit> visits = Visit.daily(1_300, 11);
        return Plans.with(parts -> {
            parts.source = CohortSource.of("visits", visits);
            parts.learning = UpdatePolicy.proposeOnHarm().within(change);
        });
    }

    private static ChangePlan startedBy(ChangePlan.Start start) {
        return ChangePlan.refitOn(Period.ofYears(2)).startedBy(start).promotedBy(Role.DATA_SCIENTIST);
    }

    @Test
    void anOpenWindowIsNotReviewed() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(Story.plan());

            Review<Visit> review = ward.workspace.review(live);

            assertThat(review.window()).isEmpty();
            assertThat(review.proposal()).isEmpty();
            assertThat(ward.entries(EntryKind.WINDOW_CLOSED)).isEmpty();
        }
    }

    @Test
    void aQuietMonthIsRecordedAndAsksForNothing() {
        try (Ward ward = new Ward()) {
            Review<Visit> review = Story.month(ward, ward.live(Story.plan()));

            assertThat(review.window()).isPresent();
            assertThat(review.proposal()).isEmpty();
            assertThat(ward.entries(EntryKind.WINDOW_CLOSED).get(0).facts().asMap())
                    .containsEntry("rows", "100")
                    .containsEntry("matured", "60")
                    .containsEntry("finding.model.CALIBRATION", "OK");
            assertThat(ward.entries(EntryKind.UPDATE_PROPOSED)).isEmpty();
        }
    }

    @Test
    void harmProposesARetrainingAndTheTriggerStartsIt() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(Story.plan());
            Instant before = ward.clock.instant();

            Review<Visit> review = Story.harmfulMonth(ward, live);

            Instant now = ward.clock.instant();
            assertThat(now).isAfter(before);
            assertThat(review.proposal().orElseThrow().action()).isEqualTo(Action.RETRAIN);
            assertThat(review.proposal().orElseThrow().model()).isEqualTo(live.model());
            assertThat(review.retrained()).isPresent();
            assertThat(review.failure()).isEmpty();
            Entry alert = ward.entries(EntryKind.ALERT_OPENED).get(0);
            Entry proposed = ward.entries(EntryKind.UPDATE_PROPOSED).get(0);
            Entry started = ward.entries(EntryKind.RETRAINING_STARTED).get(0);
            assertThat(alert.facts().required("kind")).isEqualTo("CALIBRATION");
            assertThat(proposed.facts().asMap())
                    .containsEntry("action", "RETRAIN")
                    .containsEntry("because.0", alert.facts().required("alert"));
            assertThat(started.facts().asMap())
                    .containsEntry("proposal", proposed.facts().required("proposal"))
                    .containsEntry("startedBy", "TRIGGER")
                    .containsEntry("asOf", now.toString())
                    .containsEntry("until", now.minus(Duration.ofDays(30)).toString());
            assertThat(ward.entries(EntryKind.MODEL_TRAINED)).hasSize(2);
            assertThat(live.model()).as("nothing is promoted by itself").isNotEqualTo(ward.lastTrained());
            assertThat(ward.entries(EntryKind.SILENT_TRIAL_STARTED)).hasSize(1);
        }
    }

    @Test
    void theRetrainedModelIsComparedWithTheOneInUse() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(Story.plan());
            Story.harmfulMonth(ward, live);

            List<Entry> evaluated = ward.entries(EntryKind.MODEL_EVALUATED);
            assertThat(evaluated.get(0).body().orElseThrow()).doesNotContain("\"champion\"");
            assertThat(evaluated.get(1).body().orElseThrow())
                    .contains("\"champion\"")
                    .contains(live.model().hex());
        }
    }

    @Test
    void whereAPersonStartsARetrainingItWaitsForThem() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(plan(startedBy(ChangePlan.Start.PERSON)));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ward.workspace.retrain(live))
                    .withMessageContaining("no retraining was proposed");

            Review<Visit> review = Story.harmfulMonth(ward, live);
            assertThat(review.proposal().orElseThrow().action()).isEqualTo(Action.RETRAIN);
            assertThat(review.retrained()).isEmpty();
            assertThat(ward.entries(EntryKind.RETRAINING_STARTED)).isEmpty();

            Approved<Visit, Risk> retrained = Ward.approved(ward.workspace.retrain(live));
            assertThat(retrained.candidate().artifact().digest()).isEqualTo(ward.lastTrained());
            assertThat(ward.entries(EntryKind.RETRAINING_STARTED).get(0).facts().required("startedBy"))
                    .isEqualTo("PERSON");
        }
    }

    @Test
    void driftOfInputsAloneAsksForAnInvestigation() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(Story.plan());
            ward.engine.show(Kind.INPUT_DRIFT, "lactate");

            Review<Visit> review = Story.month(ward, live);

            assertThat(review.proposal().orElseThrow().action()).isEqualTo(Action.INVESTIGATE);
            assertThat(review.retrained()).isEmpty();
            assertThat(ward.entries(EntryKind.RETRAINING_STARTED)).isEmpty();
            assertThatIllegalArgumentException().isThrownBy(() -> ward.workspace.retrain(live));
        }
    }

    @Test
    void harmWhileAnInputIsInAlarmIsInvestigatedFirst() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(Story.plan());
            ward.engine.show(Kind.INPUT_DRIFT, "lactate");
            Story.month(ward, live);
            ward.engine.show(Kind.CALIBRATION, "model");

            Review<Visit> review = Story.month(ward, live);

            assertThat(review.window().orElseThrow().opened()).hasSize(1);
            assertThat(review.proposal().orElseThrow().action()).isEqualTo(Action.INVESTIGATE);
            assertThat(ward.entries(EntryKind.RETRAINING_STARTED)).isEmpty();
        }
    }

    @Test
    void onceTheInputAlertIsResolvedOrAcknowledgedHarmLeadsToARetraining() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(Story.plan());
            ward.engine.show(Kind.INPUT_DRIFT, "lactate");
            Story.month(ward, live);
            ward.engine.showNothing();
            Story.month(ward, live);
            assertThat(ward.entries(EntryKind.ALERT_RESOLVED)).hasSize(1);

            assertThat(Story.harmfulMonth(ward, live).proposal().orElseThrow().action())
                    .isEqualTo(Action.RETRAIN);
        }
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(Story.plan());
            ward.engine.show(Kind.INPUT_DRIFT, "lactate");
            String alert = Story.month(ward, live)
                    .window()
                    .orElseThrow()
                    .opened()
                    .get(0)
                    .id();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ward.workspace.acknowledge(live, alert, "visitor", Role.DATA_SCIENTIST, "none"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ward.workspace.acknowledge(live, "no such", "analyst", Role.DATA_SCIENTIST, ""))
                    .withMessageContaining("no alert 'no such' is open");
            ward.workspace.acknowledge(live, alert, "analyst", Role.DATA_SCIENTIST, "a new analyser, values are right");
            ward.engine.show(Kind.CALIBRATION, "model");

            assertThat(Story.month(ward, live).proposal().orElseThrow().action())
                    .isEqualTo(Action.RETRAIN);
        }
    }

    @Test
    void harmThatHadToWaitAsksForARetrainingOnceTheInputsAreAcknowledged() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(Story.plan());
            ward.engine.show(Kind.INPUT_DRIFT, "lactate");
            String inputs = Story.month(ward, live)
                    .window()
                    .orElseThrow()
                    .opened()
                    .get(0)
                    .id();
            ward.engine.show(Kind.CALIBRATION, "model");
            assertThat(Story.month(ward, live).proposal().orElseThrow().action())
                    .isEqualTo(Action.INVESTIGATE);
            assertThat(Story.month(ward, live).proposal())
                    .as("nothing new while it waits")
                    .isEmpty();

            ward.workspace.acknowledge(live, inputs, "analyst", Role.DATA_SCIENTIST, "the values are right");

            Review<Visit> review = Story.month(ward, live);
            assertThat(review.window().orElseThrow().opened()).isEmpty();
            assertThat(review.proposal().orElseThrow().action()).isEqualTo(Action.RETRAIN);
            assertThat(review.retrained()).isPresent();
            assertThat(Story.month(ward, live).proposal()).as("asked once").isEmpty();
        }
    }

    @Test
    void aFrozenModelIsOnlyEverInvestigated() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(plan(ChangePlan.frozen()));

            Review<Visit> review = Story.harmfulMonth(ward, live);

            assertThat(review.proposal().orElseThrow().action()).isEqualTo(Action.INVESTIGATE);
            assertThat(review.retrained()).isEmpty();
            assertThatIllegalArgumentException().isThrownBy(() -> ward.workspace.retrain(live));
        }
    }

    @Test
    void anAlertThatStaysOpenProposesOnce() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(Story.plan());
            ward.engine.show(Kind.CALIBRATION, "model");
            Story.month(ward, live);
            Review<Visit> second = Story.month(ward, live);

            assertThat(second.proposal()).isEmpty();
            assertThat(ward.entries(EntryKind.RETRAINING_STARTED)).hasSize(1);
        }
    }

    @Test
    void whileANewerVersionIsOnTrialNoOtherIsStarted() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(Story.plan());
            Review<Visit> review = Story.harmfulMonth(ward, live);
            ward.workspace.shadow(live, Ward.approved(review.retrained().orElseThrow()));
            Story.month(ward, live);

            Review<Visit> second = Story.harmfulMonth(ward, live);

            assertThat(second.proposal().orElseThrow().action()).isEqualTo(Action.RETRAIN);
            assertThat(second.retrained()).isEmpty();
            assertThat(ward.entries(EntryKind.RETRAINING_STARTED)).hasSize(1);
        }
    }

    @Test
    void aRetrainingThatFailsIsReportedAndTheModelInUseGoesOn() {
        Pipeline<Visit, Risk> old = Plans.standard(); // its visits end before anything newer could be learnt
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(old);
            ward.clock.advance(Duration.ofDays(900));

            Review<Visit> review = Story.harmfulMonth(ward, live);

            assertThat(review.window()).isPresent();
            assertThat(review.retrained()).isEmpty();
            assertThat(review.failure().orElseThrow()).contains("has no row indexed");
            assertThat(ward.entries(EntryKind.RUN_FAILED)).hasSize(1);
            assertThat(live.silent()).isFalse();
        }
    }

    @Test
    void aRetrainingThatFailsInTheHostsWordsIsReportedWithoutThem() {
        boolean[] broken = {false};
        List<Visit> visits = Visit.daily(1_300, 11);
        Pipeline<Visit, Risk> plan = Plans.with(parts -> parts.source = new CohortSource<>() {
            @Override
            public String name() {
                return "warehouse";
            }

            @Override
            public Optional<Digest> read(DataCut cut, Consumer<? super Visit> rows) {
                if (broken[0]) {
                    throw new IllegalStateException("cannot read Jane Doe");
                }
                visits.forEach(rows);
                return Optional.empty();
            }
        });
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(plan);
            broken[0] = true;

            Review<Visit> review = Story.harmfulMonth(ward, live);

            assertThat(review.failure()).contains("IllegalStateException");
            assertThat(review.window())
                    .as("closed only once, so the host must learn of it")
                    .isPresent();
        }
    }

    /** The monitor of a promoted version starts afresh: what was open about the old one must not hold the new one back. */
    @Test
    void alertsOfAReplacedVersionDoNotCountForItsSuccessor() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(Story.plan());
            Review<Visit> review = Story.harmfulMonth(ward, live);
            ward.engine.show(Kind.INPUT_DRIFT, "lactate");
            Story.month(ward, live);
            ward.engine.showNothing();
            ward.workspace.shadow(live, Ward.approved(review.retrained().orElseThrow()));
            ward.endTrial(live, "analyst", Role.DATA_SCIENTIST);
            assertThatIllegalArgumentException()
                    .as("what was proposed was about the old version")
                    .isThrownBy(() -> ward.workspace.retrain(live));

            Review<Visit> next = Story.harmfulMonth(ward, live);

            assertThat(next.proposal().orElseThrow().action()).isEqualTo(Action.RETRAIN);
        }
    }

    @Test
    void aSilentModelIsWatchedToo() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> silent = ward.deployed(Story.plan());

            assertThat(Story.month(ward, silent).window()).isPresent();
            assertThat(silent.silent()).isTrue();
        }
    }
}
