package org.clinicalmlops.monitoring.harm;

import java.util.Arrays;
import java.util.Optional;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Remedy;
import org.clinicalmlops.metrics.calibration.Calibration;
import org.clinicalmlops.metrics.calibration.LogisticRecalibration;
import org.clinicalmlops.metrics.discrimination.AurocScale;
import org.clinicalmlops.metrics.discrimination.Discrimination;
import org.clinicalmlops.metrics.overall.Brier;
import org.clinicalmlops.metrics.resampling.RiskCounts;

/**
 * What the evidence of an alarm asks for. A simple rule, our choice:
 * <ol>
 *   <li>STOP if it is shown that the model is worse than none: the interval of its AUROC ends below one half, or that of its mean
 *       squared error lies above what the share of events itself would have had.
 *   <li>RETRAIN if the ranking is lost: the AUROC is shown to be below the evaluation's by more than is tolerated, or is not shown to
 *       be above one half.
 *   <li>Otherwise a new intercept and slope are fitted on every second case and tried on the others. RECALIBRATE if there neither
 *       intercept nor slope is shown to be off any more, RETRAIN if one is.
 * </ol>
 * "Shown" is by an interval of 95 % for the ranking, and of 99 % for the rest. Nothing more than to investigate is asked for while
 * a half has fewer than {@value #NEEDED} cases with the event or without: too few to tell one remedy from another. Pure function.
 */
final class Remedies {
    /** Of each class in each half; below, the metrics give no interval. */
    static final int NEEDED = 10;

    private static final double LEVEL = 0.99;
    private static final double LEVEL_OF_RANKING = 0.95;

    private final Optional<Remedy> remedy;
    private final String words;

    private Remedies(Optional<Remedy> remedy, String words) {
        this.remedy = remedy;
        this.words = words;
    }

    /**
     * @param evidence cases since the change
     * @param before the AUROC of the evaluation
     * @param toleratedLoss of AUROC
     */
    static Remedies of(Halves evidence, Estimate before, double toleratedLoss) {
        RiskCounts fitted = evidence.first().counts();
        RiskCounts tried = evidence.second().counts();
        if (Math.min(smaller(fitted), smaller(tried)) < NEEDED) {
            return new Remedies(Optional.empty(), "too few cases to tell what would mend it");
        }
        OutcomeCells both = new OutcomeCells();
        both.addAll(evidence.first());
        both.addAll(evidence.second());
        RiskCounts all = both.counts();
        if (worseThanNone(all)) {
            return new Remedies(
                    Optional.of(Remedy.STOP),
                    "the model does worse than the mere share of events: nobody should act on it");
        }
        if (lost(all, before, toleratedLoss)) {
            return new Remedies(
                    Optional.of(Remedy.RETRAIN), "it ranks patients worse too, which a recalibration does not mend");
        }
        boolean mended = LogisticRecalibration.fit(fitted)
                .<Boolean>fold(fit -> fit.slope() > 0 && fits(moved(tried, fit)), none -> false);
        return mended
                ? new Remedies(
                        Optional.of(Remedy.RECALIBRATE),
                        "a new intercept and slope, fitted on every second case, mend the others")
                : new Remedies(Optional.of(Remedy.RETRAIN), "a new intercept and slope do not mend it");
    }

    private static int smaller(RiskCounts cases) {
        return Math.min(cases.events(), cases.others());
    }

    private static boolean worseThanNone(RiskCounts cases) {
        double share = (double) cases.events() / cases.cases();
        return upper(Discrimination.auroc(cases, AurocScale.LOGIT, LEVEL)) < 0.5
                || lower(Brier.score(cases, LEVEL)) > share * (1 - share);
    }

    private static boolean lost(RiskCounts cases, Estimate before, double toleratedLoss) {
        double least = before.<Double>fold(known -> known.value() - toleratedLoss, few -> 0.0, undefined -> 0.0);
        Estimate now = Discrimination.auroc(cases, AurocScale.LOGIT, LEVEL_OF_RANKING);
        return upper(now) < least || lower(now) <= 0.5;
    }

    private static boolean fits(RiskCounts cases) {
        return holds(Calibration.intercept(cases, LEVEL), 0) && holds(Calibration.slope(cases, LEVEL), 1);
    }

    private static RiskCounts moved(RiskCounts cases, LogisticRecalibration.Fitted fit) {
        double[] risks = new double[cases.size()];
        int[] events = cases.copyOfEvents();
        int[] others = cases.copyOfOthers();
        int size = 0;
        for (int g = 0; g < cases.size(); g++) {
            double risk = fit.apply(cases.risk(g));
            if (size == 0 || risk > risks[size - 1]) {
                risks[size] = risk;
                events[size] = cases.events(g);
                others[size++] = cases.others(g);
            } else { // clipped to one risk
                events[size - 1] += cases.events(g);
                others[size - 1] += cases.others(g);
            }
        }
        return RiskCounts.of(Arrays.copyOf(risks, size), Arrays.copyOf(events, size), Arrays.copyOf(others, size));
    }

    private static boolean holds(Estimate estimate, double value) {
        return estimate.<Boolean>fold(known -> known.interval().contains(value), few -> true, undefined -> true);
    }

    private static double upper(Estimate estimate) {
        return estimate.<Double>fold(
                known -> known.interval().upper(), few -> Double.POSITIVE_INFINITY, u -> Double.POSITIVE_INFINITY);
    }

    private static double lower(Estimate estimate) {
        return estimate.<Double>fold(
                known -> known.interval().lower(), few -> Double.NEGATIVE_INFINITY, u -> Double.NEGATIVE_INFINITY);
    }

    /** Empty if there is too little to tell. */
    Optional<Remedy> remedy() {
        return remedy;
    }

    /** Why, for a reader. */
    String words() {
        return words;
    }

    /** The finding with what it asks for. */
    Finding on(Finding finding) {
        return remedy.map(finding::asks).orElse(finding);
    }
}
