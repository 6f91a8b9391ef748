package org.clinicalmlops.api.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.clinicalmlops.api.samples.SampleChangePlan.within;

import java.lang.reflect.Field;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.evaluate.EvaluationPlan;
import org.clinicalmlops.api.learn.Modification.Mode;
import org.clinicalmlops.api.samples.NamedMetric;
import org.clinicalmlops.api.samples.SampleChangePlan;
import org.clinicalmlops.api.samples.SamplePlan;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.GatePolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every declared part of a change plan is in its digest, and in that of the pipeline. */
class ChangePlanDigestTest {
    private static final List<Object[]> CHANGES = changes();

    static List<Object[]> changes() {
        List<Object[]> all = new ArrayList<>();
        add(all, "data: newest", p -> p.data = newest(p.data, Period.ofYears(2)));
        add(
                all,
                "data: intervened",
                p -> p.data = DataManagement.newest(p.data.newest())
                        .intervened(DataManagement.Intervened.AS_SEEN)
                        .referenceStandard(p.data.referenceStandard()));
        add(
                all,
                "data: reference standard",
                p -> p.data = DataManagement.newest(p.data.newest())
                        .intervened(p.data.intervened())
                        .referenceStandard("Another."));
        add(all, "data: sequestered", p -> p.data = p.data.sequestering(0.31));
        add(all, "data: one source", p -> p.data = p.data.fromOneSourceAtMost(0.5));
        add(
                all,
                "retraining: start",
                p -> p.retraining =
                        Retraining.startedBy(ChangePlan.Start.PERSON).upTo(UpdateExtent.REFIT));
        add(
                all,
                "retraining: extent",
                p -> p.retraining =
                        Retraining.startedBy(ChangePlan.Start.TRIGGER).upTo(UpdateExtent.LOGISTIC));
        add(all, "retraining: alpha", p -> p.retraining = p.retraining.alpha(0.01));
        add(all, "retraining: outcomes", p -> p.retraining = p.retraining.minimumOutcomes(99));
        add(all, "evaluation: alpha", p -> p.evaluation = new ChangeEvaluation(0.04, p.evaluation.margins()));
        margin(all, "step", new Margin("auroc", NamedMetric.AUROC.better(), 0.02, 0.02));
        margin(all, "total", new Margin("auroc", NamedMetric.AUROC.better(), 0.01, 0.03));
        margin(all, "metric", new Margin("brier", NamedMetric.AUROC.better(), 0.01, 0.02));
        margin(all, "way", new Margin("auroc", NamedMetric.BRIER.better(), 0.01, 0.02));
        UpdateProcedure u = new SampleChangePlan().update;
        add(
                all,
                "update: shadow",
                p -> p.update = new UpdateProcedure(Duration.ofDays(15), u.promotedBy(), u.announced()));
        add(
                all,
                "update: promoter",
                p -> p.update = new UpdateProcedure(u.shadow(), Role.PATIENT_REPRESENTATIVE, u.announced()));
        add(all, "update: announcement", p -> p.update = new UpdateProcedure(u.shadow(), u.promotedBy(), "By mail."));
        add(
                all,
                "acceptance",
                p -> p.acceptance = GatePolicy.allOf(
                        GatePolicy.lowerBoundOf(NamedMetric.AUROC).atLeast(0.71)));
        add(all, "rollback: probation", p -> p.rollback = new RollbackRule(Duration.ofDays(61), p.rollback.harm()));
        add(
                all,
                "rollback: harm",
                p -> p.rollback = new RollbackRule(p.rollback.probation(), Trigger.every(Period.ofDays(1))));
        add(all, "impact: benefit", p -> p.impact = p.impact.andBenefit("More."));
        add(all, "impact: hazard", p -> p.impact = p.impact.andHazard("More harm.", "More control."));
        add(
                all,
                "impact: interactions",
                p -> p.impact = new ImpactAssessment(p.impact.benefits(), p.impact.hazards(), "None."));
        Modification m = new SampleChangePlan().refit;
        add(
                all,
                "modification: id",
                p -> p.refit = new Modification("x", m.kind(), m.mode(), m.scope(), m.rationale(), m.bounds()));
        add(
                all,
                "modification: kind",
                p -> p.site = new Modification(
                        "site",
                        Modification.Kind.CHANGE_THRESHOLD,
                        Mode.MANUAL,
                        Scope.GLOBAL,
                        p.site.rationale(),
                        p.site.bounds()));
        add(
                all,
                "modification: mode",
                p -> p.refit =
                        new Modification(m.id(), m.kind(), Mode.AUTOMATIC, m.scope(), m.rationale(), m.bounds()));
        add(
                all,
                "modification: scope",
                p -> p.refit =
                        new Modification(m.id(), m.kind(), m.mode(), Scope.site("a"), m.rationale(), m.bounds()));
        add(
                all,
                "modification: rationale",
                p -> p.refit = new Modification(m.id(), m.kind(), m.mode(), m.scope(), "x", m.bounds()));
        bounds(all, "rows of a group", b -> b.rowsOfEachGroup(31));
        bounds(all, "features", ChangeBounds::featuresMayChange);
        bounds(all, "form", ChangeBounds::formMayChange);
        bounds(all, "hyper-parameter", b -> b.hyperparameter("depth", 2, 4));
        bounds(all, "coefficients", b -> b.coefficientsMove(0.6));
        bounds(all, "intercept", b -> b.recalibration(new Range(-2, 1), new Range(0.5, 1.5)));
        bounds(all, "slope", b -> b.recalibration(new Range(-1, 1), new Range(0.6, 1.5)));
        bounds(all, "threshold", b -> b.threshold(0.1, 0.2));
        bounds(all, "sites", b -> b.sites(List.of("east")));
        bounds(
                all,
                "mean risk",
                b -> ChangeBounds.meanRiskMoves(0.04)
                        .inEachGroupOf(List.of("ward"))
                        .recalibration(new Range(-1, 1), new Range(0.5, 1.5))
                        .hyperparameter("l2", 0.01, 1)
                        .coefficientsMove(0.5));
        bounds(
                all,
                "groups",
                b -> ChangeBounds.meanRiskMoves(0.03)
                        .inEachGroupOf(List.of("age", "ward"))
                        .recalibration(new Range(-1, 1), new Range(0.5, 1.5))
                        .hyperparameter("l2", 0.01, 1)
                        .coefficientsMove(0.5));
        return all;
    }

    private static DataManagement newest(DataManagement d, Period newest) {
        return new DataManagement(newest, d.intervened(), d.referenceStandard(), d.sequestered(), d.oneSourceAtMost());
    }

    private static void margin(List<Object[]> all, String what, Margin margin) {
        add(all, "margin: " + what, p -> p.evaluation = new ChangeEvaluation(0.05, List.of(margin)));
    }

    private static void bounds(List<Object[]> all, String what, UnaryOperator<ChangeBounds> changed) {
        add(all, "bounds: " + what, p -> p.refit = within(p.refit, changed.apply(p.ofRefit)));
    }

    private static void add(List<Object[]> all, String name, Consumer<SampleChangePlan> change) {
        all.add(new Object[] {name, change});
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void aPartChangesTheDigests(String name, Consumer<SampleChangePlan> change) {
        ChangePlan before = new SampleChangePlan().build();
        ChangePlan after = SampleChangePlan.with(change);
        assertThat(after.declaration().digest())
                .isNotEqualTo(before.declaration().digest());
        assertThat(SamplePlan.with(p -> p.changePlan = after).digest())
                .isNotEqualTo(SamplePlan.with(p -> p.changePlan = before).digest());
    }

    @Test
    @SuppressWarnings("unchecked")
    void eachChangeHasItsOwnDigestAndEachPartIsTried() throws IllegalAccessException {
        Set<Digest> digests = new HashSet<>();
        Set<String> untouched = new HashSet<>(Set.of("ofRecalibration", "ofRefit", "recalibrate", "threshold"));
        Set<String> touched = new HashSet<>();
        for (Object[] row : CHANGES) {
            SampleChangePlan before = new SampleChangePlan();
            SampleChangePlan after = new SampleChangePlan();
            ((Consumer<SampleChangePlan>) row[1]).accept(after);
            digests.add(after.build().declaration().digest());
            for (Field field : SampleChangePlan.class.getFields()) {
                if (!json(field.get(before)).equals(json(field.get(after)))) {
                    touched.add(field.getName());
                }
            }
        }
        assertThat(digests).hasSize(CHANGES.size());
        for (Field field : SampleChangePlan.class.getFields()) {
            assertThat(touched.contains(field.getName()) || untouched.contains(field.getName()))
                    .as(field.getName())
                    .isTrue();
        }
    }

    private static String json(Object part) {
        return ((Declared) part).declaration().json();
    }

    @Test
    void equalPlansHaveEqualDigests() {
        assertThat(new SampleChangePlan().build().declaration())
                .isEqualTo(new SampleChangePlan().build().declaration());
        assertThat(new SampleChangePlan().ofRefit)
                .isEqualTo(new SampleChangePlan().ofRefit)
                .hasSameHashCodeAs(new SampleChangePlan().ofRefit);
    }

    @Test
    void theTableTracesEachModificationThroughTheProtocol() {
        String table = new SampleChangePlan().build().traceability().text();
        assertThat(table.lines()).hasSize(6);
        assertThat(table.lines().skip(2).toList().get(0))
                .isEqualTo("| recalibrate | recalibrate | all sites | 0.05"
                        + " | newest P3Y; intervened left out; 0.3 of patients sequestered; one source at most 1; outcome:"
                        + " Death in the register."
                        + " | intercept, or intercept and slope, where sufficient; alpha 0.05; from 100 outcomes; started by"
                        + " trigger"
                        + " | auroc no worse by 0.01, in total 0.02; brier no worse by 0.002, in total 0.005; alpha 0.05;"
                        + " lower bound of auroc >= 0.7"
                        + " | shadow PT336H; automatic in plan, else signed by clinical-lead; announced: By the ward's"
                        + " message board.; probation PT1440H |");
        assertThat(table.lines().skip(5)).singleElement().asString().contains("sites [south]", "nothing is fitted");
        assertThat(ChangePlan.frozen().traceability().rows()).isEmpty();
    }

    @Test
    void aRollbackRuleHoldsDuringProbationOnly() {
        RollbackRule rule = RollbackRule.probation(Duration.ofDays(10)).on(Trigger.every(Period.ofDays(1)));
        Instant promoted = Instant.parse("2025-01-01T00:00:00Z");
        assertThat(rule.rollsBack(promoted, at(promoted, promoted.plus(Duration.ofDays(9)))))
                .isTrue();
        assertThat(rule.rollsBack(promoted, at(promoted, promoted.plus(Duration.ofDays(10)))))
                .isFalse();
        assertThat(rule.rollsBack(promoted, at(promoted.minusSeconds(200_000), promoted.minusSeconds(1))))
                .isFalse();
        assertThat(rule.rollsBack(promoted, at(promoted, promoted.plusSeconds(1))))
                .isFalse();
    }

    private static Evidence at(Instant since, Instant at) {
        return Evidence.of(List.of(), at).since(since);
    }

    @Test
    void refusesWhatIsOutsideItsRange() {
        SampleChangePlan p = new SampleChangePlan();
        List<ThrowingCallable> bad = List.of(
                () -> SampleChangePlan.with(x -> x.site = x.refit),
                () -> new ChangePlan(
                        p.build().refitOn(),
                        ChangePlan.Start.PERSON,
                        Role.CLINICAL_LEAD,
                        p.build().control()),
                () -> ChangeBounds.meanRiskMoves(-0.1).inEachGroupOf(List.of()),
                () -> ChangeBounds.meanRiskMoves(Double.NaN).inEachGroupOf(List.of()),
                () -> p.ofRefit.coefficientsMove(Double.POSITIVE_INFINITY),
                () -> p.ofRefit.rowsOfEachGroup(0),
                () -> p.ofRefit.hyperparameter("l2", 0, 1),
                () -> new Range(1, 0),
                () -> new Range(Double.NaN, 0),
                () -> Scope.sites(List.of()),
                () -> Scope.site(" "),
                () -> p.data.sequestering(1),
                () -> p.data.fromOneSourceAtMost(0),
                () -> newest(p.data, Period.ZERO),
                () -> p.retraining.alpha(0),
                () -> p.retraining.minimumOutcomes(0),
                () -> Retraining.startedBy(ChangePlan.Start.PERSON).upTo(UpdateExtent.NONE),
                () -> ChangeEvaluation.alpha(0.05).noWorseBy(List.of()),
                () -> ChangeEvaluation.alpha(0.05)
                        .noWorseBy(List.of(
                                p.evaluation.margins().get(0),
                                p.evaluation.margins().get(0))),
                () -> Margin.of(NamedMetric.SLOPE).step(0.1).total(0.1),
                () -> Margin.of(NamedMetric.AUROC).step(0.2).total(0.1),
                () -> UpdateProcedure.shadowFor(Duration.ZERO)
                        .promotedBy(Role.CLINICAL_LEAD)
                        .announced("x"),
                () -> UpdateProcedure.shadowFor(Duration.ofDays(1))
                        .promotedBy(Role.CLINICAL_LEAD)
                        .announced(" "),
                () -> RollbackRule.probation(Duration.ZERO).on(Trigger.onHarm()),
                () -> ImpactAssessment.benefit(" ").hazard("a", "b").interactions("c"),
                () -> Modification.refit("")
                        .promoted(Mode.MANUAL)
                        .in(Scope.GLOBAL)
                        .because("x")
                        .within(p.ofRefit),
                () -> SamplePlan.with(x -> {
                    x.evaluation = EvaluationPlan.of(List.of(NamedMetric.AUROC), List.of(SamplePlan.BY_WARD));
                    x.gates = GatePolicy.allOf(
                            GatePolicy.lowerBoundOf(NamedMetric.AUROC).atLeast(0.5));
                    x.changePlan = p.build();
                }),
                () -> SamplePlan.with(x -> x.changePlan = SampleChangePlan.with(
                        y -> y.acceptance = GatePolicy.allOf(GatePolicy.signedBy(new Role("stranger"))))));
        for (ThrowingCallable call : bad) {
            assertThatIllegalArgumentException().isThrownBy(call);
        }
        SampleChangePlan noRefit = new SampleChangePlan();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChangePlan.modifications(List.of(noRefit.recalibrate))
                        .protocol(ChangeProtocol.data(noRefit.data)
                                .retraining(noRefit.retraining)
                                .evaluation(noRefit.evaluation)
                                .update(noRefit.update))
                        .acceptedBy(noRefit.acceptance)
                        .rolledBack(noRefit.rollback)
                        .impact(noRefit.impact))
                .withMessageContaining("goes up to a refit");
    }
}
