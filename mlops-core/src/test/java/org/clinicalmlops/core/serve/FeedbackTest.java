package org.clinicalmlops.core.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Recorded;
import org.clinicalmlops.api.monitor.Operation;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.Feedback;
import org.clinicalmlops.api.serve.Health;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.core.fixtures.FakeMonitor;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.clinicalmlops.testkit.ledger.MemoryPatientKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class FeedbackTest {
    private static final Feedback TRANSFERRED = new Feedback.Overridden("urn:local:reasons", "already-transferred");

    /** Nobody is above 1: the monitor hears of no alert. */
    private static Deployment<Visit, Risk> live(Ward ward) {
        return ward.live(Plans.with(parts -> parts.actingAbove = 1));
    }

    private static String id(Prediction<Risk> prediction) {
        return ((Prediction.Answered<Risk>) prediction).id();
    }

    @Test
    void itIsRecordedBesideThePredictionAndTheMonitorCountsIt() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = live(ward);
            List<Visit> visits = ward.visits(3);
            String followed = id(live.predict(visits.get(0)));
            String overridden = id(live.predict(visits.get(1)));
            String ignored = id(live.predict(visits.get(2)));

            live.feedback(followed, new Feedback.Accepted());
            live.feedback(overridden, TRANSFERRED);
            live.feedback(ignored, new Feedback.Ignored());

            List<Recorded> recorded = ward.recorded(EntryKind.FEEDBACK_RECORDED);
            assertThat(recorded)
                    .extracting(entry -> entry.facts().required("prediction") + " "
                            + entry.facts().required("feedback"))
                    .containsExactly(followed + " ACCEPTED", overridden + " OVERRIDDEN", ignored + " IGNORED");
            assertThat(recorded.get(1).facts().asMap())
                    .containsEntry("reason.system", "urn:local:reasons")
                    .containsEntry("reason.code", "already-transferred")
                    .containsKey("patient");
            assertThat(ward.engine.last().noted()).containsExactly(Operation.ACCEPTED, Operation.OVERRIDDEN);
            assertThat(live.health().feedback()).isEqualTo(new Health.Told(3, 0, 0, 0));
        }
    }

    @Test
    void whatIsToldDifferentlyLaterIsACorrectionWhatIsNotIsLeftOut() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = live(ward);
            String id = id(live.predict(ward.visits(1).get(0)));
            live.feedback(id, new Feedback.Ignored());
            live.feedback(id, new Feedback.Ignored());
            live.feedback(id, TRANSFERRED);
            live.feedback(id, TRANSFERRED);
            live.feedback(id, new Feedback.Overridden("urn:local:reasons", "palliative"));
            live.feedback("death-30d-1-99999", TRANSFERRED);
            live.feedback(null, TRANSFERRED);
            live.feedback(id, null);

            assertThat(ward.recorded(EntryKind.FEEDBACK_RECORDED))
                    .extracting(entry -> entry.facts().text("corrects").orElse("nothing"))
                    .containsExactly("nothing", "IGNORED", "OVERRIDDEN");
            assertThat(live.health().feedback()).isEqualTo(new Health.Told(3, 2, 2, 3));
        }
    }

    @Test
    void afterARestartItIsKnownWhatWasSaid() {
        Ward first = new Ward();
        Deployment<Visit, Risk> live = live(first);
        FakeMonitor monitor = first.engine.last();
        String id = id(live.predict(first.visits(1).get(0)));
        live.feedback(id, TRANSFERRED);
        first.workspace.flush();
        try (Ward second = first.again()) {
            Deployment<Visit, Risk> again =
                    second.workspace.resume(live.id(), Plans.with(parts -> parts.actingAbove = 1));
            again.feedback(id, TRANSFERRED);
            again.feedback(id, new Feedback.Accepted());

            assertThat(second.engine.last().noted()).isEqualTo(monitor.noted());
            assertThat(again.health().feedback()).isEqualTo(new Health.Told(1, 1, 1, 0));
        }
    }

    @Test
    void whereRowsAreSealedItIsSealedToo() {
        try (Ward ward = new Ward(new MemoryPatientKeys())) {
            Deployment<Visit, Risk> live = live(ward);
            live.feedback(id(live.predict(ward.visits(1).get(0))), TRANSFERRED);

            Map<String, String> facts =
                    ward.recorded(EntryKind.FEEDBACK_RECORDED).get(0).facts().asMap();
            assertThat(facts).containsOnlyKeys("deployment", "prediction", "patient", "sealed");
        }
    }
}
