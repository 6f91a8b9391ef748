package org.clinicalmlops.monitoring.harm;

import java.util.Arrays;
import java.util.List;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Estimate.Known;
import org.clinicalmlops.api.Interval;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec.Setting;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.Measure;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.OutputProfile;
import org.clinicalmlops.api.monitor.RiskCells;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.api.monitor.Window;
import org.clinicalmlops.monitoring.text.Wording;
import org.jspecify.annotations.Nullable;

/**
 * What the model's performance on the window's rows will turn out to be, if a risk still means what it meant in the evaluation:
 * told before any outcome is there. Never in order, and never an alarm: whether the risks still mean that is what only outcomes can
 * show.
 *
 * <p>Risks are calibrated by isotonic regression on the evaluation's counts, and each row counts as an event with its calibrated
 * risk ({@link ExpectedFigures}). The interval has the variance of the rows' own outcomes and that of {@value #RESAMPLES} fits on
 * resampled evaluations, which also tell how much the fit flatters itself; it is symmetric in log odds. Where the threshold lies
 * inside a cell, its rows count as spread evenly. Rows fewer than the plan's minimum are kept for the next window. 300 kB once it
 * has been asked. Single-threaded.
 */
public final class EstimatedPerformance implements Detector {
    /** Its id. */
    public static final String ID = "harm.estimated";

    static final int RESAMPLES = 200;

    /** Cases of the evaluation with and without the event: fewer make the isotonic fit flatter itself too much. Our choice. */
    private static final int NEEDED = 100;

    private static final double LEVEL = 0.95;
    private static final double Z = 1.959963984540054;
    private static final String FORMULA = "confidence-based-performance-estimation";
    private static final String CAVEAT =
            "; nobody has looked at an outcome: if something that the model does not read has changed what a"
                    + " risk means, this is wrong and cannot show it";

    private final MonitorPlan plan;
    private final Estimate before;
    private final OutputProfile output;
    private final long[] rows = new long[RiskCells.CELLS];
    private @Nullable Resamples resamples; // made when first needed

    public EstimatedPerformance(Setting setting) {
        this.plan = setting.plan();
        this.before = setting.baseline().auroc();
        this.output = setting.baseline().output();
    }

    @Override
    public List<Finding> close(Window window) {
        long smaller = Math.min(output.events(), output.cases() - output.events());
        if (smaller < NEEDED) {
            return List.of(finding(
                    State.INSUFFICIENT,
                    "the evaluation had " + output.events() + " cases with and " + (output.cases() - output.events())
                            + " without the event, " + NEEDED + " of each are needed"));
        }
        for (int cell = 0; cell < rows.length; cell++) {
            rows[cell] += window.counts().risk().bin(cell);
        }
        long n = Arrays.stream(rows).sum();
        if (n < plan.minimumRows()) {
            return List.of(finding(
                    State.INSUFFICIENT,
                    Wording.count(n, "prediction") + " so far, " + plan.minimumRows() + " are needed"));
        }
        Finding finding = told(n);
        Arrays.fill(rows, 0);
        return List.of(finding);
    }

    private Finding told(long n) {
        if (resamples == null) {
            resamples = Resamples.of(output, RESAMPLES);
        }
        Estimate[] figures = estimates(resamples, rows, above(plan.actingAbove().orElse(1.0)));
        if (!(figures[0] instanceof Known rate)) { // as when an input is garbled and every risk is next to 1
            return finding(
                    State.INSUFFICIENT,
                    "the risks of " + Wording.count(n, "prediction")
                            + " lie where the evaluation tells too little of what they mean");
        }
        String text = "if risks still mean what they meant in the evaluation, of " + Wording.count(n, "prediction")
                + " "
                + Wording.percent(rate.value()) + " will have the event ("
                + Wording.percent(rate.interval().lower()) + " to "
                + Wording.percent(rate.interval().upper()) + ") and AUROC will be "
                + inWords(figures[1])
                + before.<String>fold(
                        known -> ", " + Wording.hundredths(known.value()) + " in the evaluation", few -> "", u -> "")
                + plan.actingAbove()
                        .map(above -> "; above " + Wording.factor(above) + ", sensitivity will be "
                                + inWords(figures[2]) + " and positive predictive value " + inWords(figures[3]))
                        .orElse("")
                + CAVEAT;
        Finding finding = finding(State.NOTICE, text).effect((double) output.events() / output.cases(), rate.value());
        return figures[1] instanceof Known auroc
                ? finding.measured(new Measure(
                        auroc.value(),
                        before.<Double>fold(Known::value, few -> 0.5, undefined -> 0.5),
                        output.cases(),
                        n,
                        FORMULA,
                        "the AUROC of the evaluation, to compare with; it never alarms"))
                : finding;
    }

    /** Rate, AUROC, sensitivity and positive predictive value, with intervals that hold what the outcomes will show. */
    static Estimate[] estimates(Resamples resamples, long[] rows, double[] above) {
        ExpectedFigures figures = resamples.figures(rows, above);
        double[] sums = new double[ExpectedFigures.SIZE];
        double[] squares = new double[ExpectedFigures.SIZE];
        for (int sample = 0; sample < resamples.size(); sample++) {
            ExpectedFigures again = resamples.figures(sample, rows, above);
            for (int i = 0; i < sums.length; i++) {
                double off = again.value(i) - figures.value(i);
                sums[i] += off;
                squares[i] += off * off;
            }
        }
        Estimate[] estimates = new Estimate[ExpectedFigures.SIZE];
        long n = Arrays.stream(rows).sum();
        for (int i = 0; i < estimates.length; i++) {
            double flattery = sums[i] / resamples.size();
            double variance = figures.variance(i) + squares[i] / resamples.size() - flattery * flattery;
            estimates[i] = estimate(figures.value(i) - flattery, variance, n);
        }
        return estimates;
    }

    private static Estimate estimate(double value, double variance, long n) {
        if (!(value > 0 && value < 1 && variance >= 0)) {
            return new Estimate.Undefined("next to no prediction is on one side of the threshold");
        }
        double logit = Math.log(value / (1 - value));
        double reach = Z * Math.sqrt(variance) / (value * (1 - value));
        double lower = 1 / (1 + Math.exp(reach - logit));
        double upper = 1 / (1 + Math.exp(-reach - logit));
        return new Known(value, new Interval(Math.min(lower, value), Math.max(upper, value), LEVEL), n);
    }

    /** Part of each cell that lies above a threshold. */
    static double[] above(double threshold) {
        double[] part = new double[RiskCells.CELLS];
        for (int cell = 0; cell < part.length; cell++) {
            double from = RiskCells.lowest(cell);
            double to = cell + 1 == part.length ? 1 : RiskCells.lowest(cell + 1);
            part[cell] = Math.max(0, Math.min(1, (to - threshold) / (to - from)));
        }
        return part;
    }

    private static String inWords(Estimate estimate) {
        return estimate.<String>fold(
                known -> Wording.hundredths(known.value()) + " ("
                        + Wording.hundredths(known.interval().lower()) + " to "
                        + Wording.hundredths(known.interval().upper()) + ")",
                few -> "not to be told",
                undefined -> "not to be told (" + undefined.reason() + ")");
    }

    private static Finding finding(State state, String text) {
        return Finding.of(Kind.ESTIMATED_PERFORMANCE, ID, Finding.MODEL, state, "Estimated performance: " + text + ".");
    }

    @Override
    public void save(StateOutput out) {
        out.putLongs(rows);
    }

    @Override
    public void restore(StateInput in) {
        System.arraycopy(in.getLongs(rows.length), 0, rows, 0, rows.length);
    }
}
