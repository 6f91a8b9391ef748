package org.clinicalmlops.monitoring.harm;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Interval;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.evaluate.Judged;
import org.clinicalmlops.api.evaluate.Metric;
import org.clinicalmlops.api.monitor.MaturedCase;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.metrics.Metrics;
import org.clinicalmlops.metrics.calibration.Calibration;
import org.clinicalmlops.metrics.calibration.GoodnessOfFit;
import org.clinicalmlops.metrics.discrimination.AurocScale;
import org.clinicalmlops.metrics.discrimination.Discrimination;
import org.clinicalmlops.metrics.discrimination.PrecisionRecall;
import org.clinicalmlops.metrics.overall.Brier;
import org.clinicalmlops.metrics.overall.Likelihood;
import org.clinicalmlops.metrics.resampling.RiskCounts;
import org.clinicalmlops.metrics.threshold.AtThreshold;
import org.clinicalmlops.metrics.threshold.ConfusionMatrix;
import org.clinicalmlops.metrics.threshold.ProportionInterval;

/**
 * How the model does on matured cases: in the window from the cases themselves, and to date from counts, so that memory does not
 * grow with the years (about 4 kB). Observed over expected and the numbers at the threshold are exact to date too. The others take
 * each case to have the middle risk of its cell, of which there are 32 to each doubling (3 % in odds): on calibrated risks AUROC is
 * off by less than 0.002 from 1,000 cases on (0.004 at 200, where its interval is forty times as wide), average precision by less
 * than 0.005, the others by less than 0.001. Where more than a tenth of all pairs lie in one cell the ranking is not told to date.
 * Corrections of outcomes change the figures to date. Single-threaded; O(n log n) of the window.
 */
public final class Performance {
    private static final String TO_DATE = " to date";
    private static final double LEVEL = 0.95;
    private static final int MONTHS = 12;
    private static final String SPIEGELHALTER = "spiegelhalter-z";
    private static final double CLOSE_TOGETHER = 0.1; // share of all pairs; our choice
    private static final double Z = 1.96; // of the level

    private final Optional<Double> actingAbove;
    private final ToDate toDate = new ToDate();
    private final Months months = new Months();
    private final long[] matrix = new long[4]; // alerts with and without the event, others without and with it

    /** Without a threshold. */
    public Performance() {
        this.actingAbove = Optional.empty();
    }

    public Performance(MonitorPlan plan) {
        this.actingAbove = plan.actingAbove();
    }

    /** The figures of the window, and those to date after it, by name; months of the last year. */
    public Map<String, Estimate> of(List<MaturedCase> window) {
        Cases now = new Cases();
        now.add(window);
        window.forEach(m -> change(m.maturesAt(), m.risk(), m.event(), 1));
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        putWindow(estimates, now.judged());
        putToDate(estimates);
        months.put(estimates, Metrics.observedOverExpected().id(), MONTHS);
        return estimates;
    }

    /**
     * An outcome that was counted has been told differently. One that was never counted changes nothing.
     *
     * @param before whether the event had happened, as it was counted; empty if the case was left out
     * @param after as it should have been counted
     * @return whether it was counted
     */
    public boolean correct(Instant maturesAt, double risk, Optional<Boolean> before, Optional<Boolean> after) {
        if (before.isPresent() && !toDate.has(risk, before.get())) {
            return false;
        }
        before.ifPresent(event -> change(maturesAt, risk, event, -1));
        after.ifPresent(event -> change(maturesAt, risk, event, 1));
        return true;
    }

    private void change(Instant maturesAt, double risk, boolean event, int by) {
        if (by > 0) {
            toDate.add(risk, event);
            months.add(maturesAt, risk, event);
        } else {
            toDate.take(risk, event);
            months.take(maturesAt, risk, event);
        }
        boolean alert = actingAbove.isPresent() && risk > actingAbove.get();
        matrix[(alert ? 0 : 2) + (event == alert ? 0 : 1)] += by;
    }

    private void putWindow(Map<String, Estimate> estimates, Judged<Risk> cases) {
        List<Metric<Risk>> metrics = List.of(
                Metrics.observedOverExpected(),
                Metrics.auroc(),
                Metrics.brier(),
                Metrics.logLoss(),
                Metrics.calibrationIntercept(),
                Metrics.calibrationSlope(),
                Metrics.averagePrecision());
        metrics.forEach(metric -> estimates.put(metric.id(), metric.estimate(cases)));
        estimates.put(SPIEGELHALTER, z(GoodnessOfFit.spiegelhalter(cases.toPredicted(), cases.toHappened())));
        actingAbove.ifPresent(above ->
                put(estimates, above, "", ConfusionMatrix.above(cases.toPredicted(), cases.toHappened(), above)));
    }

    private void putToDate(Map<String, Estimate> estimates) {
        RiskCounts counts = toDate.counts();
        estimates.put(
                Metrics.observedOverExpected().id() + TO_DATE,
                Calibration.observedOverExpected(counts.events(), toDate.expected(), counts.cases(), LEVEL));
        estimates.put(Metrics.auroc().id() + TO_DATE, ranking(Discrimination.auroc(counts, AurocScale.LOGIT, LEVEL)));
        estimates.put(Metrics.brier().id() + TO_DATE, Brier.score(counts, LEVEL));
        estimates.put(Metrics.logLoss().id() + TO_DATE, Likelihood.logLoss(counts, LEVEL));
        estimates.put(Metrics.calibrationIntercept().id() + TO_DATE, Calibration.intercept(counts, LEVEL));
        estimates.put(Metrics.calibrationSlope().id() + TO_DATE, Calibration.slope(counts, LEVEL));
        estimates.put(Metrics.averagePrecision().id() + TO_DATE, ranking(PrecisionRecall.average(counts, LEVEL)));
        estimates.put(SPIEGELHALTER + TO_DATE, z(GoodnessOfFit.spiegelhalter(counts)));
        actingAbove.ifPresent(above ->
                put(estimates, above, TO_DATE, new ConfusionMatrix(matrix[0], matrix[1], matrix[3], matrix[2])));
    }

    private Estimate ranking(Estimate estimate) {
        return toDate.tiedPairs() > CLOSE_TOGETHER
                ? new Estimate.Undefined("risks lie so close together that their ranking is not kept beyond the window")
                : estimate;
    }

    /** Of a calibrated model z has a standard deviation of 1, hence the interval. */
    private static Estimate z(GoodnessOfFit fit) {
        return fit.<Estimate>fold(
                tested -> new Estimate.Known(
                        tested.statistic(),
                        new Interval(tested.statistic() - Z, tested.statistic() + Z, LEVEL),
                        tested.n()),
                few -> new Estimate.TooFew(few.n(), few.needed()),
                undefined -> new Estimate.Undefined(undefined.reason()));
    }

    private static void put(Map<String, Estimate> estimates, double above, String suffix, ConfusionMatrix matrix) {
        ProportionInterval kind = ProportionInterval.WILSON;
        estimates.put(Metrics.sensitivity(above).id() + suffix, AtThreshold.sensitivity(matrix, kind, LEVEL));
        estimates.put(Metrics.specificity(above).id() + suffix, AtThreshold.specificity(matrix, kind, LEVEL));
        estimates.put(
                Metrics.positivePredictiveValue(above).id() + suffix,
                AtThreshold.positivePredictiveValue(matrix, kind, LEVEL));
        estimates.put(Metrics.alertsPer100(above).id() + suffix, AtThreshold.alertsPer100(matrix, kind, LEVEL));
    }

    public void save(StateOutput out) {
        toDate.save(out);
        months.save(out);
        out.putLongs(matrix);
    }

    public void restore(StateInput in) {
        toDate.restore(in);
        months.restore(in);
        System.arraycopy(in.getLongs(matrix.length), 0, matrix, 0, matrix.length);
    }
}
