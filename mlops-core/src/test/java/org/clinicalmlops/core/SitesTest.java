package org.clinicalmlops.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.clinicalmlops.api.validate.GatePolicy.lowerBoundOf;

import java.time.Duration;
import java.time.Period;
import java.util.List;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.learn.ChangeBounds;
import org.clinicalmlops.api.learn.ChangeEvaluation;
import org.clinicalmlops.api.learn.ChangePlan;
import org.clinicalmlops.api.learn.ChangeProtocol;
import org.clinicalmlops.api.learn.DataManagement;
import org.clinicalmlops.api.learn.ImpactAssessment;
import org.clinicalmlops.api.learn.Margin;
import org.clinicalmlops.api.learn.Modification;
import org.clinicalmlops.api.learn.Retraining;
import org.clinicalmlops.api.learn.RollbackRule;
import org.clinicalmlops.api.learn.Scope;
import org.clinicalmlops.api.learn.Trigger;
import org.clinicalmlops.api.learn.UpdateExtent;
import org.clinicalmlops.api.learn.UpdatePolicy;
import org.clinicalmlops.api.learn.UpdateProcedure;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.ChangeDecision.Refusal;
import org.clinicalmlops.api.serve.ChangeDecision.Why;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.GatePolicy;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.clinicalmlops.metrics.Metrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A version is used where its change plan lets it be. */
class SitesTest {
    private final Ward ward = new Ward();

    @AfterEach
    void close() {
        ward.close();
    }

    private static Pipeline<Visit, Risk> plan(Modification.Mode mode) {
        Modification site = Modification.addSite("site")
                .promoted(mode)
                .in(Scope.GLOBAL)
                .because("the north ward opens in spring")
                .within(ChangeBounds.meanRiskMoves(0.1).inEachGroupOf(List.of()).sites(List.of("north")));
        return Plans.with(parts -> parts.learning = UpdatePolicy.proposeOnHarm()
                .within(ChangePlan.modifications(List.of(site))
                        .protocol(ChangeProtocol.data(DataManagement.newest(Period.ofYears(1))
                                        .intervened(DataManagement.Intervened.LEFT_OUT)
                                        .referenceStandard("death in the register"))
                                .retraining(Retraining.startedBy(ChangePlan.Start.PERSON)
                                        .upTo(UpdateExtent.LOGISTIC))
                                .evaluation(ChangeEvaluation.alpha(0.05)
                                        .noWorseBy(List.of(Margin.of(Metrics.brier())
                                                .step(0.05)
                                                .total(0.1))))
                                .update(UpdateProcedure.shadowFor(Duration.ofDays(7))
                                        .promotedBy(Role.DATA_SCIENTIST)
                                        .announced("a letter")))
                        .acceptedBy(
                                GatePolicy.allOf(lowerBoundOf(Metrics.auroc()).atLeast(0.6)))
                        .rolledBack(RollbackRule.probation(Duration.ofDays(30)).on(Trigger.onHarm()))
                        .impact(ImpactAssessment.benefit("one more ward is served")
                                .hazard("another case mix", "a silent trial there")
                                .interactions("none"))));
    }

    private Deployment<Visit, Risk> live(Modification.Mode mode) {
        Deployment<Visit, Risk> deployment = ward.workspace.deploy(ward.approved(plan(mode)), "south");
        ward.endTrial(deployment, "lead", Role.CLINICAL_LEAD);
        return deployment;
    }

    private static List<Why> why(SiteAnswer<Visit> answer) {
        return answer.fold(
                added -> List.of(),
                refused ->
                        refused.decision().refusals().stream().map(Refusal::why).toList());
    }

    @Test
    void anAutomaticModificationLetsTheVersionBeginSilentlyAtASite() {
        Deployment<Visit, Risk> south = live(Modification.Mode.AUTOMATIC);

        SiteAnswer.Added<Visit> added =
                (SiteAnswer.Added<Visit>) ward.workspace.sites().add(south, "north");

        assertThat(added.deployment().site()).isEqualTo("north");
        assertThat(added.deployment().model()).isEqualTo(south.model());
        assertThat(added.deployment().silent()).as("a trial of its own").isTrue();
        assertThat(ward.workspace.sites().of(south)).containsExactly("north", "south");
        Entry entry = ward.entries(EntryKind.SITE_ADDED).get(0);
        assertThat(entry.sequence()).isEqualTo(added.ledgerEntry());
        assertThat(entry.facts().asMap())
                .containsEntry("deployment", south.id())
                .containsEntry("site", "north")
                .containsEntry("modification", "site")
                .containsEntry("by", "PLAN");
        assertThat(why(ward.workspace.sites().add(south, "north"))).as("twice").containsExactly(Why.STATE);
        assertThat(ward.entries(EntryKind.SITE_ADDED)).hasSize(1);
    }

    @Test
    void aSiteThatThePlanDoesNotListIsRefusedWithItsClause() {
        Deployment<Visit, Risk> south = live(Modification.Mode.AUTOMATIC);

        SiteAnswer<Visit> answer = ward.workspace.sites().add(south, "east");

        assertThat(why(answer)).containsExactly(Why.PLAN);
        assertThat(ward.entries(EntryKind.CHANGE_REFUSED))
                .singleElement()
                .satisfies(entry -> assertThat(entry.facts().asMap())
                        .containsEntry("change", "ADD_SITE")
                        .containsEntry("site", "east")
                        .containsEntry("reason.0", "sites added are of [north]: [east]"));
        assertThat(ward.workspace.sites().of(south)).containsExactly("south");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ward.workspace.sites().add(south, " "));
    }

    @Test
    void aManualModificationIsSignedByWhoPromotes() {
        Deployment<Visit, Risk> south = live(Modification.Mode.MANUAL);
        Sites sites = ward.workspace.sites();
        SignOff lead = SignOff.by("lead", Role.CLINICAL_LEAD).of(sites.toSign(south, "north"));
        SignOff other = SignOff.by("analyst", Role.DATA_SCIENTIST).of(sites.toSign(south, "east"));
        SignOff good = SignOff.by("analyst", Role.DATA_SCIENTIST).of(sites.toSign(south, "north"));

        assertThat(why(sites.add(south, "north"))).containsExactly(Why.SIGNATURE);
        assertThat(why(sites.add(south, "north", lead))).containsExactly(Why.ROLE);
        assertThat(why(sites.add(south, "north", other))).containsExactly(Why.SIGNATURE);
        assertThat(ward.entries(EntryKind.SITE_ADDED)).isEmpty();

        assertThat(sites.add(south, "north", good)).isInstanceOf(SiteAnswer.Added.class);
        assertThat(ward.entries(EntryKind.SITE_ADDED).get(0).facts().asMap())
                .containsEntry("by", "PERSON")
                .containsEntry("person", "analyst");
    }

    @Test
    void whatDoesNotAnswerIsNotSpread() {
        Deployment<Visit, Risk> silent =
                ward.workspace.deploy(ward.approved(plan(Modification.Mode.AUTOMATIC)), "south");

        assertThat(why(ward.workspace.sites().add(silent, "north"))).containsExactly(Why.STATE);
    }
}
