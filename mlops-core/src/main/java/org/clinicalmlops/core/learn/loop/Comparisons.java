package org.clinicalmlops.core.learn.loop;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clinicalmlops.api.learn.ChangeEvaluation;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.validate.Ruling;
import org.clinicalmlops.core.learn.Compared;
import org.clinicalmlops.core.learn.Forgetting;
import org.clinicalmlops.core.learn.ForgettingCheck;
import org.clinicalmlops.core.learn.Grant;
import org.clinicalmlops.core.learn.PairedRows;
import org.clinicalmlops.core.learn.SequesteredSet;

/** The steps that compare the candidate with earlier versions. */
final class Comparisons<R> {

    /** Spends a use: recorded before anybody looks at the rows. */
    StepResult use(Work<R> work) {
        return grant(work)
                .<StepResult>fold(
                        granted -> StepResult.Done.of(
                                Facts.of("set", granted.after().id())
                                        .with("use", granted.use())
                                        .with("alpha", granted.alpha())
                                        .with("candidate", work.candidate().digest())),
                        refused -> StepResult.Over.refused(refused.reason(), Facts.NONE));
    }

    private Grant grant(Work<R> work) {
        KeptSets.Chosen chosen = KeptSets.Chosen.of(work.run().of(Step.DATA_CUT));
        SequesteredSet set = KeptSets.of(work.updates().all())
                .state(chosen, work.rows().kept(), evaluation(work).alpha());
        return set.grant(work.candidate().digest());
    }

    private static ChangeEvaluation evaluation(Work<?> work) {
        return work.control().protocol().evaluation();
    }

    /** Only pass or refusal is recorded of a candidate that is refused: its makers must not learn from the set. */
    StepResult compare(Work<R> work) {
        return grant(work)
                .<StepResult>fold(
                        granted -> {
                            Grant.Sequestered answer = granted.judge(
                                    evaluation(work).margins(),
                                    paired(work, work.rows().sequestered()));
                            Facts facts = Facts.of("set", granted.after().id())
                                    .with("use", granted.use())
                                    .with("passed", answer.passed());
                            return answer.passed()
                                    ? new StepResult.Done(
                                            facts.and(summary(answer.compared())), texts(answer.compared()), List.of())
                                    : StepResult.Over.refused(
                                            "not shown to be no worse on the sequestered set, use " + granted.use(),
                                            facts);
                        },
                        refused -> StepResult.Over.refused(refused.reason(), Facts.NONE));
    }

    private static List<String> texts(List<Compared> compared) {
        return compared.stream().map(Compared::text).toList();
    }

    private static Facts summary(List<Compared> compared) {
        return Facts.of("compared", Integer.toString(compared.size()))
                .with("notShown", missing(compared).size());
    }

    private static List<String> missing(List<Compared> compared) {
        return texts(compared.stream()
                .filter(one -> one.ruling() == Ruling.INSUFFICIENT)
                .toList());
    }

    private PairedRows paired(Work<R> work, int[] rows) {
        double[] candidate = work.risks(work.candidate());
        double[] champion = work.risks(work.champion());
        double[] first = work.risks(work.model(work.lineage().first()));
        int[] all = Rows.answered(rows, candidate, champion, first);
        PairedRows paired = PairedRows.of(
                work.rows().happened(all), Rows.at(candidate, all), Rows.at(champion, all), Rows.at(first, all));
        List<String> names = work.subgroups();
        for (int s = 0; s < names.size(); s++) {
            paired = paired.grouped(names.get(s), work.rows().groups(s, all));
        }
        return paired;
    }

    /** Periods before what the candidate has learnt from, back to where the first version was evaluated. What cannot be shown, a person decides. */
    StepResult forgetting(Work<R> work) {
        Forgetting answer = ForgettingCheck.of(
                        evaluation(work).margins(), evaluation(work).alpha())
                .judge(periods(work));
        Facts facts = Facts.of(
                        "forgetting", answer.<String>fold(kept -> "KEPT", forgot -> "FORGOT", open -> "NOT_SHOWN"))
                .and(summary(answer.compared()));
        List<String> details = texts(answer.compared());
        return answer.<StepResult>fold(
                kept -> new StepResult.Done(facts, details, List.of()),
                forgot -> new StepResult.Over(
                        UpdateEnd.How.REFUSED, forgot.failing().text(), facts, details, List.of()),
                open -> new StepResult.Done(facts.with("caution.0", caution(open)), details, List.of()));
    }

    private static String caution(Forgetting.NotShown open) {
        List<String> missing = texts(open.missing());
        return missing.isEmpty()
                ? "there is no earlier period to compare in"
                : missing.get(0) + (missing.size() > 1 ? "; and " + (missing.size() - 1) + " more" : "");
    }

    private Map<String, PairedRows> periods(Work<R> work) {
        Facts cut = work.run().of(Step.DATA_CUT);
        boolean refit = work.run().of(Step.UPDATE_CHOICE).says("extent", "REFIT");
        Instant learnt = Instant.parse(cut.required(refit ? "from" : "fresh"));
        Instant history = Instant.parse(cut.required("history"));
        Optional<Instant> boundary = work.lineage().boundary(work.lineage().first());
        Instant from = boundary.filter(b -> b.isAfter(history)).orElse(history);
        Map<String, PairedRows> periods = new LinkedHashMap<>();
        for (EarlierPeriods.Span span :
                EarlierPeriods.of(from, learnt, work.control().protocol().data().newest())) {
            periods.put(span.name(), paired(work, work.rows().between(span.from(), span.until())));
        }
        return periods;
    }
}
