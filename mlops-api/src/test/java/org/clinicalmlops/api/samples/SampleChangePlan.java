package org.clinicalmlops.api.samples;

import java.time.Duration;
import java.time.Period;
import java.util.List;
import java.util.function.Consumer;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.learn.ChangeBounds;
import org.clinicalmlops.api.learn.ChangeEvaluation;
import org.clinicalmlops.api.learn.ChangePlan;
import org.clinicalmlops.api.learn.ChangeProtocol;
import org.clinicalmlops.api.learn.DataManagement;
import org.clinicalmlops.api.learn.ImpactAssessment;
import org.clinicalmlops.api.learn.Margin;
import org.clinicalmlops.api.learn.Modification;
import org.clinicalmlops.api.learn.Modification.Mode;
import org.clinicalmlops.api.learn.Range;
import org.clinicalmlops.api.learn.Retraining;
import org.clinicalmlops.api.learn.RollbackRule;
import org.clinicalmlops.api.learn.Scope;
import org.clinicalmlops.api.learn.Trigger;
import org.clinicalmlops.api.learn.UpdateExtent;
import org.clinicalmlops.api.learn.UpdateProcedure;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.GatePolicy;

/** The parts of a change plan, each of which a test may replace before it is built. */
public final class SampleChangePlan {
    public ChangeBounds ofRecalibration = ChangeBounds.meanRiskMoves(0.05)
            .inEachGroupOf(List.of("ward"))
            .recalibration(new Range(-1, 1), new Range(0.5, 1.5));
    public ChangeBounds ofRefit = ChangeBounds.meanRiskMoves(0.03)
            .inEachGroupOf(List.of("ward"))
            .recalibration(new Range(-1, 1), new Range(0.5, 1.5))
            .hyperparameter("l2", 0.01, 1)
            .coefficientsMove(0.5);
    public Modification recalibrate = Modification.recalibrate("recalibrate")
            .promoted(Mode.AUTOMATIC)
            .in(Scope.GLOBAL)
            .because("Case mix moves with the season.")
            .within(ofRecalibration);
    public Modification refit = Modification.refit("refit")
            .promoted(Mode.MANUAL)
            .in(Scope.GLOBAL)
            .because("Treatment changes.")
            .within(ofRefit);
    public Modification site = Modification.addSite("site")
            .promoted(Mode.MANUAL)
            .in(Scope.GLOBAL)
            .because("The clinic has a second house.")
            .within(ChangeBounds.meanRiskMoves(0).inEachGroupOf(List.of()).sites(List.of("north")));
    public Modification threshold = Modification.changeThreshold("threshold")
            .promoted(Mode.AUTOMATIC)
            .in(Scope.site("south"))
            .because("Staffing differs.")
            .within(ChangeBounds.meanRiskMoves(0).inEachGroupOf(List.of()).threshold(0.25, 0.35));
    public DataManagement data = DataManagement.newest(Period.ofYears(3))
            .intervened(DataManagement.Intervened.LEFT_OUT)
            .referenceStandard("Death in the register.");
    public Retraining retraining =
            Retraining.startedBy(ChangePlan.Start.TRIGGER).upTo(UpdateExtent.REFIT);
    public ChangeEvaluation evaluation = ChangeEvaluation.alpha(0.05)
            .noWorseBy(List.of(
                    Margin.of(NamedMetric.AUROC).step(0.01).total(0.02),
                    Margin.of(NamedMetric.BRIER).step(0.002).total(0.005)));
    public UpdateProcedure update = UpdateProcedure.shadowFor(Duration.ofDays(14))
            .promotedBy(Role.CLINICAL_LEAD)
            .announced("By the ward's message board.");
    public GatePolicy<Risk> acceptance =
            GatePolicy.allOf(GatePolicy.lowerBoundOf(NamedMetric.AUROC).atLeast(0.7));
    public RollbackRule rollback = RollbackRule.probation(Duration.ofDays(60)).on(Trigger.onHarm());
    public ImpactAssessment impact = ImpactAssessment.benefit("Risks stay true.")
            .hazard("A group is served worse.", "Margins in every group.")
            .interactions("A refit ends what recalibrations before it did.");

    public static ChangePlan with(Consumer<SampleChangePlan> change) {
        SampleChangePlan parts = new SampleChangePlan();
        change.accept(parts);
        return parts.build();
    }

    public ChangePlan build() {
        return ChangePlan.modifications(List.of(recalibrate, refit, site, threshold))
                .protocol(ChangeProtocol.data(data)
                        .retraining(retraining)
                        .evaluation(evaluation)
                        .update(update))
                .acceptedBy(acceptance)
                .rolledBack(rollback)
                .impact(impact);
    }

    /** A modification with other bounds. */
    public static Modification within(Modification m, ChangeBounds bounds) {
        return new Modification(m.id(), m.kind(), m.mode(), m.scope(), m.rationale(), bounds);
    }
}
