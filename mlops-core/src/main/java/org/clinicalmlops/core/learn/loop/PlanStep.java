package org.clinicalmlops.core.learn.loop;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.clinicalmlops.api.learn.AutomaticPermission;
import org.clinicalmlops.api.learn.CheckedClause;
import org.clinicalmlops.api.learn.GroupRisk;
import org.clinicalmlops.api.learn.Modification;
import org.clinicalmlops.api.learn.PlanJudgement;
import org.clinicalmlops.api.learn.ProposedChange;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.core.learn.ModelDescriptions;

/** Holds the change against the change plan. Out of plan is no refusal: a person decides then. */
final class PlanStep<R> {

    StepResult of(Work<R> work) {
        return StepResult.Done.of(judge(work)
                .<Facts>fold(
                        in -> Facts.of("inPlan", "true")
                                .with("modification", in.modification().id())
                                .with("automatic", in.permission().isPresent())
                                .and(StepResult.listed(
                                        "seen",
                                        in.clauses().stream()
                                                .map(PlanStep::text)
                                                .toList())),
                        out -> Facts.of("inPlan", "false")
                                .with("automatic", false)
                                .with(
                                        "modification",
                                        out.modification().map(Modification::id).orElse("none"))
                                .with("clause", text(out.failing()))));
    }

    private static String text(CheckedClause clause) {
        return clause.clause() + ": " + clause.seen();
    }

    /** The permission of the plan, if it gives one and everything could be shown. */
    Optional<AutomaticPermission> permission(Work<R> work) {
        boolean automatic = work.run().of(Step.PLAN_JUDGEMENT).says("automatic", "true")
                && work.run().cautions().isEmpty();
        return automatic ? judge(work).fold(in -> in.permission(), out -> Optional.empty()) : Optional.empty();
    }

    private PlanJudgement judge(Work<R> work) {
        Rows<R> rows = work.rows();
        double[] before = work.risks(work.champion());
        double[] after = work.risks(work.candidate());
        int[] both = Rows.answered(rows.fresh(), before, after);
        Map<String, String[]> groups = new TreeMap<>();
        List<String> names = work.subgroups();
        for (int s = 0; s < names.size(); s++) {
            groups.put(names.get(s), rows.groups(s, both));
        }
        List<GroupRisk> risks =
                both.length == 0 ? List.of() : GroupRisk.of(Rows.at(before, both), Rows.at(after, both), groups);
        return work.plan()
                .learning()
                .changePlan()
                .judge(new ProposedChange(
                        ModelDescriptions.of(work.champion(), work.plan().serving()),
                        ModelDescriptions.of(work.candidate(), work.plan().serving()),
                        work.settings().scope(),
                        risks));
    }
}
