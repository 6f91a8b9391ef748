package org.clinicalmlops.core.learn.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.evaluate.Evaluation;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.train.Binding.Scorer;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.Awaiting;
import org.clinicalmlops.api.validate.Gate;
import org.clinicalmlops.api.validate.GateKeeper;
import org.clinicalmlops.api.validate.GatePolicy;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.api.validate.Verdict;
import org.clinicalmlops.core.data.Cohort;
import org.clinicalmlops.core.evaluate.Evaluator;
import org.clinicalmlops.core.internal.MonitorReference;
import org.clinicalmlops.core.internal.RunRecord;

/**
 * The plan's numbers on the sequestered rows, which have passed and are no secret any more, and the gates of pipeline and change plan.
 * The signatures among the pipeline's own gates are not asked for again where the plan lets the change be promoted without a person.
 */
final class GateStep<R> {

    StepResult evaluate(Work<R> work) {
        Evaluation evaluation = evaluation(work);
        Cohort<R> cohort = work.rows().cohort();
        Scorer<R, Risk> scorer = work.scorer(work.candidate());
        int[] learnt = work.learnt();
        Baseline baseline = work.tools()
                .monitoring()
                .profile(MonitorReference.of(
                        scorer,
                        cohort,
                        learnt,
                        work.candidate(),
                        Evaluator.judge(scorer, cohort, work.rows().sequestered())));
        Facts about = RunRecord.profiled(
                work.plan(), work.candidate().digest(), cohort.features().rows(learnt));
        return new StepResult.Done(
                Facts.of("evaluation", evaluation.declaration().digest())
                        .with("candidate", work.candidate().digest()),
                List.of(
                        Draft.of(EntryKind.MODEL_EVALUATED, work.now(), RunRecord.evaluated(work.plan(), evaluation))
                                .body(evaluation.declaration().json()),
                        Draft.of(EntryKind.BASELINE_PROFILED, work.now(), about)
                                .body(baseline.declaration().json())));
    }

    private Evaluation evaluation(Work<R> work) {
        Rows<R> rows = work.rows();
        return Evaluator.evaluate(
                work.plan().evaluation(),
                work.candidate().digest(),
                work.scorer(work.candidate()),
                rows.cohort(),
                rows.sequestered(),
                Optional.of(new Evaluator.Champion<>(work.run().champion(), work.scorer(work.champion()))));
    }

    StepResult of(Work<R> work) {
        return result(decide(work));
    }

    private Verdict<R, Risk> decide(Work<R> work) {
        return GateKeeper.decideOnce(
                CandidateStep.recorded(work),
                evaluation(work),
                policy(work),
                work.updates().ledger(),
                work.now(),
                work.run().entry());
    }

    private static StepResult result(Verdict<?, Risk> verdict) {
        return verdict.<StepResult>fold(
                approved -> StepResult.Done.of(Facts.of("approved", Long.toString(approved.ledgerEntry()))),
                rejected -> StepResult.Over.refused(String.join("; ", rejected.reasons()), Facts.NONE),
                awaiting -> new StepResult.Later(new LoopAnswer.Waiting(
                        Step.GATES,
                        "a signature of " + names(awaiting.roles()),
                        Optional.empty(),
                        Optional.of(new LoopAnswer.Signature(awaiting.roles(), awaiting.toSign())))));
    }

    private static String names(List<Role> roles) {
        return String.join(", ", roles.stream().map(Role::name).toList());
    }

    /** Takes a signature of a gate. */
    void sign(Work<R> work, SignOff signOff) {
        decide(work).match(approved -> {}, rejected -> {}, awaiting -> signed(work, awaiting, signOff));
    }

    private void signed(Work<R> work, Awaiting<R, Risk> awaiting, SignOff signOff) {
        GateKeeper.sign(awaiting, signOff, work.tools().staff(), work.updates().ledger(), work.now());
    }

    private GatePolicy<Risk> policy(Work<R> work) {
        boolean automatic = work.run().of(Step.PLAN_JUDGEMENT).says("automatic", "true")
                && work.run().cautions().isEmpty();
        List<Gate<Risk>> gates = new ArrayList<>();
        Stream.of(work.plan().gates())
                .flatMap(policy -> policy.gates().stream())
                .filter(gate -> !automatic || gate.role().isEmpty())
                .forEach(gates::add);
        for (Gate<?> gate : work.control().acceptance().gates()) {
            @SuppressWarnings("unchecked") // a gate reads the estimates of an evaluation, of whatever output they are
            Gate<Risk> typed = (Gate<Risk>) gate;
            if (gates.stream().noneMatch(known -> known.id().equals(typed.id()))) {
                gates.add(typed);
            }
        }
        return GatePolicy.allOf(gates);
    }
}
