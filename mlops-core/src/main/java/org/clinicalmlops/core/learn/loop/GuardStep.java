package org.clinicalmlops.core.learn.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.feature.FeatureTable;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.core.learn.GuardAnswer;
import org.clinicalmlops.core.learn.LabelledRows;
import org.clinicalmlops.core.learn.SourceShareGuard;

/** The guards of data: one that fires ends the update before anything is learnt; one that can say nothing leaves the promotion to a person. */
final class GuardStep<R> {
    /** Without sources, labels are compared between parts of time of at least so many rows. Our choice. */
    private static final int ROWS_OF_A_PART = 100;
    /** And between no more parts than these: each is compared with all others. Our choice. */
    private static final int PARTS = 4;

    StepResult of(Work<R> work) {
        Rows<R> rows = work.rows();
        double[] risks = work.risks(work.champion());
        int[] fresh = Rows.answered(rows.fresh(), risks);
        List<GuardAnswer> answers = new ArrayList<>();
        String[] from = sources(work, fresh);
        LabelledRows labels = LabelledRows.of(from, Rows.at(risks, fresh), rows.happened(fresh));
        answers.add(work.settings().labels().flips(labels));
        if (IntStream.range(0, from.length).mapToObj(i -> from[i]).distinct().count() > 1) {
            answers.add(work.settings().labels().eventRates(labels));
        }
        answers.addAll(values(work, fresh));
        answers.add(SourceShareGuard.judge(
                shares(work, rows.learning()), work.control().protocol().data().oneSourceAtMost()));
        return result(answers);
    }

    /** Of answers of guards: refused if one fails; cautions where one says nothing. */
    static StepResult result(List<GuardAnswer> answers) {
        List<String> seen = answers.stream().map(GuardStep::text).toList();
        List<String> silent = answers.stream()
                .filter(GuardAnswer.Insufficient.class::isInstance)
                .map(GuardStep::text)
                .toList();
        Facts facts = StepResult.listed("seen", seen).and(StepResult.listed("caution", silent));
        Optional<String> failed = answers.stream()
                .filter(GuardAnswer.Failed.class::isInstance)
                .map(GuardStep::text)
                .findFirst();
        return failed.<StepResult>map(reason -> StepResult.Over.refused(reason, facts))
                .orElseGet(() -> StepResult.Done.of(facts));
    }

    static String text(GuardAnswer answer) {
        return answer.fold(
                passed -> "PASSED: " + passed.rule() + ": " + number(passed.value()) + ", limit "
                        + number(passed.limit()),
                failed -> "FAILED: " + failed.rule() + ": " + number(failed.value()) + ", limit "
                        + number(failed.limit()) + ", in " + failed.where(),
                insufficient -> "INSUFFICIENT: " + insufficient.rule() + ": " + insufficient.reason() + ", in "
                        + insufficient.where());
    }

    private static String number(double value) {
        return Double.isFinite(value) ? Declaration.number(value) : Double.toString(value);
    }

    private String[] sources(Work<R> work, int[] rows) {
        Optional<String> source = work.settings().source();
        if (source.isPresent()) {
            return work.rows().groups(work.subgroups().indexOf(source.get()), rows);
        }
        int[] inTime = IntStream.range(0, rows.length)
                .boxed()
                .sorted((a, b) -> work.rows()
                        .cohort()
                        .indexedAt(rows[a])
                        .compareTo(work.rows().cohort().indexedAt(rows[b])))
                .mapToInt(Integer::intValue)
                .toArray();
        int parts = Math.max(1, Math.min(PARTS, rows.length / ROWS_OF_A_PART));
        String[] names = new String[rows.length];
        for (int k = 0; k < inTime.length; k++) {
            names[inTime[k]] = "part " + (1 + (int) ((long) k * parts / inTime.length)) + " of the time";
        }
        return names;
    }

    private Map<String, Long> shares(Work<R> work, int[] rows) {
        Map<String, Long> shares = new TreeMap<>();
        String[] names = work.settings().source().isPresent()
                ? sources(work, rows)
                : IntStream.of(rows)
                        .mapToObj(i -> work.rows().cohort().source())
                        .toArray(String[]::new);
        for (String name : names) {
            shares.merge(name, 1L, Long::sum);
        }
        return shares;
    }

    private List<GuardAnswer> values(Work<R> work, int[] fresh) {
        Baseline baseline = work.registry().baseline(work.run().champion());
        FeatureTable table = work.rows().cohort().features().rows(fresh).select(baseline.schema());
        List<GuardAnswer> answers = new ArrayList<>();
        for (int f = 0; f < baseline.schema().size(); f++) {
            FeatureProfile profile = baseline.features().get(f);
            int feature = f;
            double[] values = IntStream.range(0, fresh.length)
                    .mapToDouble(i -> table.coded(i, feature, baseline.levels()))
                    .toArray();
            answers.add(work.settings().values().outliers(profile, values));
        }
        return answers;
    }
}
