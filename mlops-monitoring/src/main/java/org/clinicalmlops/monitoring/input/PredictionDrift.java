package org.clinicalmlops.monitoring.input;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.clinicalmlops.api.monitor.Allowance;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec.Setting;
import org.clinicalmlops.api.monitor.FeatureCounts;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.Measure;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.Look;
import org.clinicalmlops.api.monitor.MissingPatterns;
import org.clinicalmlops.api.monitor.OutputProfile;
import org.clinicalmlops.api.monitor.RiskCells;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.api.monitor.Window;
import org.clinicalmlops.metrics.distribution.Pooling;
import org.clinicalmlops.monitoring.text.Wording;

/**
 * Compares what the model says with what it said in the evaluation: the distribution of the risks over tenths of those of the
 * evaluation, by {@link DistributionShift}, and their mean, by {@link MeanRisk}. A mean alarms that is apart by at least
 * {@value #PART} of the evaluation's, and by {@value #APART}: our choice. Each has half of the false alarms. There are no seasons in
 * it. What other missing values than in training may explain, see {@link MissingExcess}, is left out of both: a feature that is not
 * delivered is told of by the feeds, and hides a change of the risks that is no larger.
 */
public final class PredictionDrift implements Detector {
    /** Its id. */
    public static final String ID = "input.risk";

    private static final double PART = 0.25;
    private static final double APART = 0.01;
    private static final int GROUPS = 10;
    private static final double WORTH_TELLING = 0.005;
    private static final String FORMULA = "mean-risk-chernoff";

    private final OutputProfile before;
    private final Allowance allowance;
    private final long minimumRows;
    private final int[] starts; // first cell of each group, ascending from 0
    private final long[] reference;
    private final Kept kept;
    private final Past past;
    private final MissingPatterns patterns;
    private final long[] missing; // rows of each pattern since the last test

    public PredictionDrift(Setting setting) {
        before = setting.baseline().output();
        allowance = setting.allowance();
        minimumRows = setting.plan().minimumRows();
        starts = starts(before);
        reference = new long[starts.length];
        for (int cell = 0; cell < RiskCells.CELLS; cell++) {
            reference[group(cell)] += before.cases(cell);
        }
        kept = new Kept(RiskCells.CELLS, setting.since());
        past = new Past(starts.length);
        patterns = setting.baseline().patterns();
        missing = new long[patterns.places()];
    }

    /** Each group but the last is closed as soon as it has a tenth of the cases. */
    private static int[] starts(OutputProfile output) {
        TreeSet<Integer> starts = new TreeSet<>(List.of(0));
        double wanted = (double) output.cases() / GROUPS;
        double here = 0;
        double left = output.cases();
        for (int cell = 0; cell + 1 < RiskCells.CELLS; cell++) {
            here += output.cases(cell);
            if (here > 0 && here >= wanted && left - here > 0) {
                starts.add(cell + 1);
                left -= here;
                here = 0;
            }
        }
        return starts.stream().mapToInt(Integer::intValue).toArray();
    }

    private int group(int cell) {
        int at = Arrays.binarySearch(starts, cell);
        return at >= 0 ? at : -at - 2;
    }

    private long[] grouped(FeatureCounts risks) {
        long[] groups = new long[starts.length];
        for (int cell = 0; cell < RiskCells.CELLS; cell++) {
            groups[group(cell)] += risks.bin(cell);
        }
        return groups;
    }

    @Override
    public List<Finding> look(Look look) {
        past.add(look.from(), look.until(), grouped(look.counts().risk()));
        return List.of();
    }

    @Override
    public List<Finding> close(Window window) {
        return List.of(judge(window));
    }

    private Finding judge(Window window) {
        if (before.cases() == 0) {
            return finding(State.INSUFFICIENT, "the baseline does not tell what the model said.");
        }
        FeatureCounts tally = kept.add(window.counts().risk());
        Arrays.setAll(missing, place -> missing[place] + window.counts().pattern(place));
        Instant from = kept.from();
        double alpha = allowance.alpha(from, window.until()) / 2;
        if (tally.present() < minimumRows || !(alpha > 0)) {
            return finding(
                    State.INSUFFICIENT,
                    "too few predictions to compare with the evaluation (" + tally.present()
                            + " since the last comparison); they are kept for the next.");
        }
        kept.clear(window.until());
        MissingExcess excess = MissingExcess.of(patterns, missing, tally.present());
        Arrays.fill(missing, 0);
        Optional<DistributionShift> shift = DistributionShift.of(
                reference, excess.leastChanged(reference, grouped(tally)), Pooling.NEIGHBOURS, alpha);
        MeanRisk mean = new MeanRisk(before, tally, excess);
        double apart = mean.apart();
        double limit = Math.max(APART, PART * mean.before());
        boolean alarms = apart >= limit && mean.pValue() <= alpha;
        String means = "mean predicted risk " + Wording.percent(mean.now()) + ", in the evaluation "
                + Wording.percent(mean.before());
        Measure ofMean = new Measure(
                apart,
                limit,
                before.cases(),
                tally.present(),
                FORMULA,
                "the larger of " + APART + " and " + PART + " of the evaluation's mean, at alpha "
                        + Wording.brief(alpha));
        String text = shift.map(s -> s.text("risks", "the evaluation") + "; " + means)
                        .orElse(means + " (" + tally.present() + " predictions)")
                + left(excess);
        if (alarms || shift.filter(DistributionShift::alarm).isPresent()) {
            Finding alarm = finding(State.ALARM, text + ".")
                    .measured(shift.filter(DistributionShift::alarm)
                            .map(DistributionShift::measure)
                            .orElse(ofMean))
                    .effect(mean.before(), mean.now(), Double.NaN)
                    .lookFirst("which features changed too: without one, look at how the model is called");
            return since(alarm, from, tally, window);
        }
        Finding calm = finding(State.OK, text + ".")
                .measured(shift.map(DistributionShift::measure).orElse(ofMean));
        return shift.map(s -> calm.wouldHaveFound(s.found())).orElse(calm);
    }

    private static String left(MissingExcess excess) {
        return excess.share() < WORTH_TELLING
                ? ""
                : "; " + Wording.percent(excess.share())
                        + " of them lack other values than in training, and what that may explain is left out";
    }

    private Finding since(Finding alarm, Instant from, FeatureCounts tally, Window window) {
        double[] expected =
                Arrays.stream(reference).mapToDouble(rows -> rows + 0.5).toArray();
        Optional<Past.Change> change = past.change(expected);
        Finding dated = alarm.since(change.map(Past.Change::since).orElse(from));
        return window.counts().withoutEpisode() > 0
                ? dated
                : dated.patients(change.map(Past.Change::rows).orElse(tally.present()));
    }

    private static Finding finding(State state, String text) {
        return Finding.of(Kind.PREDICTION_DRIFT, ID, Finding.MODEL, state, "Predictions: " + text);
    }

    @Override
    public void save(StateOutput out) {
        kept.save(out);
        out.putLongs(missing);
        past.save(out);
    }

    @Override
    public void restore(StateInput in) {
        kept.restore(in);
        System.arraycopy(in.getLongs(missing.length), 0, missing, 0, missing.length);
        past.restore(in);
    }
}
