import java.time.*;
import java.util.List;
import org.clinicalmlops.api.*;
import org.clinicalmlops.api.data.CohortSource;
import org.clinicalmlops.api.evaluate.*;
import org.clinicalmlops.api.feature.*;
import org.clinicalmlops.api.learn.*;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.serve.*;
import org.clinicalmlops.api.train.*;
import org.clinicalmlops.api.usecase.*;
import org.clinicalmlops.api.validate.*;

/** What the programs beside this one are put together from. */
final class Parts {
    record Stay(String patient, Instant at, double age, boolean died) {
        Outcome<Risk> outcome() {
            return Outcome.event(died, at);
        }
    }

    static final class Auroc implements Metric<Risk> {
        public String id() {
            return "auroc";
        }

        public Better better() {
            return Better.HIGHER;
        }

        public Estimate estimate(Judged<Risk> cases) {
            return new Estimate.TooFew(0, 1);
        }
    }

    static final UseCase<Risk> USE_CASE = UseCase.binaryRisk("mortality")
            .intendedUse("Asks for an early review.")
            .population("Adults on a ward.")
            .horizon(Period.ofDays(30))
            .stakeholder(Role.CLINICAL_LEAD, "internal medicine")
            .build();
    static final CohortSource<Stay> SOURCE = CohortSource.of("stays", List.of());
    static final FeatureSet<Stay> FEATURES = FeatureSet.of(Stay.class)
            .patient(Stay::patient)
            .indexedAt(Stay::at)
            .numeric("age", "a", Stay::age);
    static final Split SPLIT = Split.byTime(Period.ofYears(1));
    static final Train<Risk> TRAIN =
            Train.given(PointsTable.of("score").atLeast("age", "a", 65, 1).risks(0.1, 0.2));
    static final EvaluationPlan<Stay, Risk> EVALUATION = EvaluationPlan.of(List.of(new Auroc()), List.of());
    static final GatePolicy<Risk> GATES =
            GatePolicy.allOf(GatePolicy.lowerBoundOf(new Auroc()).atLeast(0.75));
    static final SilentTrial TRIAL = SilentTrial.lasting(Duration.ofDays(14)).endedBy(Role.CLINICAL_LEAD);
    static final Serving<Risk> SERVING = Serving.after(TRIAL).actingAbove(0.3);
    static final MonitorPlan MONITORING = MonitorPlan.standard();
    static final ChangePlan CHANGES = ChangePlan.frozen();
    static final UpdatePolicy LEARNING = UpdatePolicy.proposeOnHarm().within(CHANGES);

    private Parts() {}
}
