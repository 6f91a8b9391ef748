package org.clinicalmlops.api.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.samples.SampleChangePlan;
import org.clinicalmlops.api.samples.SamplePlan;
import org.clinicalmlops.api.train.LinearForm;
import org.clinicalmlops.api.train.ModelForm;
import org.clinicalmlops.api.train.PointsTable;
import org.clinicalmlops.api.usecase.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlanJudgementTest {
    private static final Schema SCHEMA = SamplePlan.FEATURES.schema();
    private static final Digest PREPARATION = Digest.of("preparation");
    private static final ModelForm FORM = LinearForm.of(-1, new double[] {0.2, 0.3});
    private static final ModelDescription IN_USE = description("in use", FORM, UnaryOperator.identity());
    private static final ChangePlan PLAN = new SampleChangePlan().build();

    private static ModelDescription description(String name, ModelForm form, UnaryOperator<ModelDescription> parts) {
        return parts.apply(ModelDescription.of(Digest.of(name), SCHEMA, PREPARATION, form)
                .actingAbove(0.3)
                .at(List.of("south"))
                .hyperparameter("l2", 0.1));
    }

    private static ModelDescription next(UnaryOperator<ModelDescription> parts) {
        return description("new", FORM, parts);
    }

    private static ModelDescription refitted(double weight) {
        return description("new", LinearForm.of(-1.1, new double[] {0.2, weight}), d -> d);
    }

    private static List<GroupRisk> risks(double all, double icu) {
        return List.of(
                new GroupRisk("all", "all", 500, 0.2, 0.2 + all),
                new GroupRisk("ward", "icu", 100, 0.4, 0.4 + icu),
                new GroupRisk("ward", "surgery", 400, 0.15, 0.15));
    }

    private static PlanJudgement judge(ModelDescription after, Scope where, List<GroupRisk> risks) {
        return PLAN.judge(new ProposedChange(IN_USE, after, where, risks));
    }

    private static PlanJudgement judge(ModelDescription after) {
        return judge(after, Scope.GLOBAL, risks(0, 0));
    }

    @Test
    void anAutomaticModificationInPlanHasAPermissionForThisVersionOnly() {
        ModelDescription after = next(d -> d.recalibrated(0.4, 0.9));
        InPlan in = (InPlan) judge(after, Scope.GLOBAL, risks(0.04, 0.05));

        assertThat(in.modification().id()).isEqualTo("recalibrate");
        assertThat(in.clauses())
                .allMatch(CheckedClause::met)
                .extracting(CheckedClause::clause)
                .contains(
                        "scope: all sites",
                        "features are fixed",
                        "intercept of the recalibration in -1 to 1",
                        "slope of the recalibration in 0.5 to 1.5",
                        "mean risk of ward 'icu' moves by at most 0.05, on at least 30 rows");
        AutomaticPermission permission = in.permission().orElseThrow();
        assertThat(permission.from()).isEqualTo(IN_USE.model());
        assertThat(permission.to()).isEqualTo(after.model());
        assertThat(permission.plan()).isEqualTo(PLAN.declaration().digest());
        assertThat(permission.modification()).isEqualTo("recalibrate");
    }

    @Test
    void aManualModificationInPlanHasNone() {
        InPlan in = (InPlan) judge(refitted(0.7));
        assertThat(in.modification().id()).isEqualTo("refit");
        assertThat(in.permission()).isEmpty();
    }

    /** The model stays, so no risk can move, and none need be shown. */
    @Test
    void aSiteIsAddedWithoutMeanRisks() {
        InPlan site = (InPlan) judge(IN_USE.at(List.of("south", "north")), Scope.GLOBAL, List.of());
        assertThat(site.modification().id()).isEqualTo("site");
        assertThat(judge(IN_USE.at(List.of("south", "east")), Scope.GLOBAL, List.of()))
                .isInstanceOf(PlanJudgement.OutOfPlan.class);
    }

    @Test
    void sitesAndThresholdsChangeInPlan() {
        InPlan site = (InPlan) judge(next(d -> d.at(List.of("south", "north"))));
        assertThat(site.modification().id()).isEqualTo("site");
        InPlan threshold = (InPlan) judge(next(d -> d.actingAbove(0.35)), Scope.site("south"), risks(0, 0));
        assertThat(threshold.modification().id()).isEqualTo("threshold");
        assertThat(threshold.permission()).isPresent();
    }

    static List<Object[]> outside() {
        List<Object[]> rows = new ArrayList<>();
        UnaryOperator<ModelDescription> recalibrated = d -> d.recalibrated(0.1, 1);
        out(rows, "intercept of the recalibration in -1 to 1", "1.2", next(d -> d.recalibrated(1.2, 1)));
        out(rows, "slope of the recalibration in 0.5 to 1.5", "0.4", next(d -> d.recalibrated(0, 0.4)));
        out(rows, "coefficients move by at most 0.5", "moved by up to 1", refitted(1.3));
        out(
                rows,
                "hyper-parameter 'l2' in 0.01 to 1",
                "2",
                description("new", LinearForm.of(-1, new double[] {0.2, 0.4}), d -> d.hyperparameter("l2", 2)));
        out(rows, "hyper-parameter 'depth' may not change", "3", next(d -> d.hyperparameter("depth", 3)));
        out(rows, "the form is fixed", "LinearForm and PointsForm", description("new", points(), d -> d));
        out(
                rows,
                "coefficients move by at most 0.5",
                "2 and 1 columns",
                description("new", LinearForm.of(-1, new double[] {0.2}), d -> d));
        out(
                rows,
                "features are fixed",
                "[age, lactate, ward] and [age]",
                ModelDescription.of(
                                Digest.of("new"),
                                new Schema(List.of(SCHEMA.feature(0))),
                                PREPARATION,
                                LinearForm.of(-1, new double[] {0.2}))
                        .actingAbove(0.3)
                        .at(List.of("south"))
                        .hyperparameter("l2", 0.1));
        out(rows, "sites added are of [north]", "[east]", next(d -> d.at(List.of("south", "east"))));
        out(rows, "no site is left", "[south]", next(d -> d.at(List.of("north"))));
        rows.add(new Object[] {
            "scope: sites [south]", "all sites", next(d -> d.actingAbove(0.31)), Scope.GLOBAL, risks(0, 0)
        });
        rows.add(new Object[] {
            "scope: sites [south]", "sites [north]", next(d -> d.actingAbove(0.31)), Scope.site("north"), risks(0, 0)
        });
        rows.add(new Object[] {
            "threshold in 0.25 to 0.35", "0.4", next(d -> d.actingAbove(0.4)), Scope.site("south"), risks(0, 0)
        });
        rows.add(new Object[] {"scope: all sites", "sites [south]", next(recalibrated), Scope.site("south"), risks(0, 0)
        });
        rows.add(new Object[] {
            "mean risk of ward 'icu' moves by at most 0.05, on at least 30 rows",
            "0.4 to 0.46 on 100 rows",
            next(recalibrated),
            Scope.GLOBAL,
            risks(0, 0.06)
        });
        rows.add(new Object[] {
            "mean risk of ward 'icu' moves by at most 0.05, on at least 30 rows",
            "29 rows",
            next(recalibrated),
            Scope.GLOBAL,
            List.of(new GroupRisk("all", "all", 500, 0.2, 0.2), new GroupRisk("ward", "icu", 29, 0.4, 0.4))
        });
        rows.add(new Object[] {
            "mean risk of each group of 'ward' moves by at most 0.05",
            "not shown",
            next(recalibrated),
            Scope.GLOBAL,
            risks(0, 0).subList(0, 1)
        });
        rows.add(new Object[] {
            "mean risk of each group of 'all' moves by at most 0.05",
            "not shown",
            next(recalibrated),
            Scope.GLOBAL,
            risks(0, 0).subList(1, 3)
        });
        return rows;
    }

    private static ModelForm points() {
        return PointsTable.of("score")
                .atLeast("age", "a", 65, 1)
                .risks(0.1, 0.2)
                .form();
    }

    private static void out(List<Object[]> rows, String clause, String seen, ModelDescription after) {
        rows.add(new Object[] {clause, seen, after, Scope.GLOBAL, risks(0, 0)});
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("outside")
    void outOfPlanNamesTheFirstClauseThatFails(
            String clause, String seen, ModelDescription after, Scope where, List<GroupRisk> risks) {
        PlanJudgement judgement = judge(after, where, risks);
        PlanJudgement.OutOfPlan out = (PlanJudgement.OutOfPlan) judgement;
        assertThat(out.failing()).isEqualTo(new CheckedClause(clause, false, seen));
        assertThat(out.modification()).isPresent();
        assertThat(judgement.<Optional<AutomaticPermission>>fold(InPlan::permission, o -> Optional.empty()))
                .isEmpty();
    }

    @Test
    void twoThingsAtOnceAreNoModification() {
        PlanJudgement.OutOfPlan out =
                (PlanJudgement.OutOfPlan) judge(next(d -> d.recalibrated(0.1, 1).actingAbove(0.31)));
        assertThat(out.modification()).isEmpty();
        assertThat(out.failing())
                .isEqualTo(new CheckedClause(
                        "one modification of the plan covers the change", false, "changed: recalibration, threshold"));
    }

    @Test
    void whatIsNotDescribedIsOutOfPlan() {
        PlanJudgement.OutOfPlan other = (PlanJudgement.OutOfPlan) judge(next(d -> d));
        assertThat(other.failing().seen()).isEqualTo("the models differ in what is not described");
        PlanJudgement.OutOfPlan same = (PlanJudgement.OutOfPlan) judge(IN_USE);
        assertThat(same.failing().seen()).isEqualTo("nothing changed");
    }

    /** A recalibration that also changes how values are prepared is a refit, and judged as one. */
    @Test
    void anotherPreparationIsARefit() {
        ModelDescription after = ModelDescription.of(Digest.of("new"), SCHEMA, Digest.of("other"), FORM)
                .actingAbove(0.3)
                .at(List.of("south"))
                .hyperparameter("l2", 0.1)
                .recalibrated(0.1, 1);
        assertThat(((InPlan) judge(after)).modification().id()).isEqualTo("refit");
    }

    @Test
    void withoutModificationsNothingIsInPlan() {
        ProposedChange change =
                new ProposedChange(IN_USE, next(d -> d.recalibrated(0.1, 1)), Scope.GLOBAL, risks(0, 0));
        ChangePlan simple = ChangePlan.refitOn(Period.ofYears(1))
                .startedBy(ChangePlan.Start.TRIGGER)
                .promotedBy(Role.CLINICAL_LEAD);
        for (ChangePlan plan : List.of(ChangePlan.frozen(), simple)) {
            assertThat(plan.judge(change)).isInstanceOf(PlanJudgement.OutOfPlan.class);
        }
    }

    @Test
    void groupRisksAreMeansOfTheSameRows() {
        double[] before = {0.1, 0.2, 0.3, 0.4};
        double[] after = {0.2, 0.2, 0.3, 0.5};
        List<GroupRisk> risks = GroupRisk.of(before, after, Map.of("sex", new String[] {"f", "m", "f", "m"}));
        assertThat(risks.stream().map(r -> r.grouping() + " " + r.group() + " " + r.n()))
                .containsExactly("all all 4", "sex f 2", "sex m 2");
        assertThat(risks.get(1).before()).isEqualTo(0.2);
        assertThat(risks.get(2).after()).isEqualTo(0.35);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GroupRisk.of(before, new double[] {0, 0, 0, Double.NaN}, Map.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> GroupRisk.of(new double[0], new double[0], Map.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GroupRisk.of(before, after, Map.of("sex", new String[] {"f"})));
    }

    /** Which way the types close: no public constructor leads to a permission. */
    @Test
    void nobodyElseCanMakeAPermission() {
        assertThat(Arrays.stream(AutomaticPermission.class.getConstructors())).isEmpty();
        assertThat(Arrays.stream(InPlan.class.getConstructors())).isEmpty();
    }
}
