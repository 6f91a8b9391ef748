package org.clinicalmlops.metrics.threshold;

import java.util.Arrays;
import org.clinicalmlops.metrics.internal.Cases;

/**
 * Choice of the risk above which somebody acts. Pure functions; the answer is always a risk that occurs among the cases, or 0, so
 * that it separates them as computed, and is meant strictly: a risk equal to it is no alert. Equal risks are never divided: with
 * ties, what is achieved may lie well off what was asked, so it is part of the answer.
 *
 * <p>A threshold fits the cases on which it was chosen: estimate its worth on others.
 */
public final class Thresholds {
    /**
     * Cases needed: events for a sensitivity, any cases for an alert budget. Our choice: with ten, one case more or less moves what is
     * achieved by a tenth.
     */
    public static final int NEEDED = 10;

    private Thresholds() {}

    /**
     * The highest threshold at which at least this share of the events has an alert: the fewest alerts for it.
     *
     * <p>Fewer than {@link #NEEDED} events: too few. Unreachable if it would take alerts on risks of 0, which no threshold in
     * [0, 1] is below.
     *
     * @param risks shape [n], each in [0, 1]; NaN is rejected
     * @param happened shape [n]
     * @param atLeast sensitivity asked for, in (0, 1]
     * @return achieves {@code atLeast} or more; cost O(n log n)
     * @throws IllegalArgumentException if lengths differ, a risk is outside [0, 1] or {@code atLeast} outside (0, 1]
     */
    public static ThresholdChoice forSensitivity(double[] risks, boolean[] happened, double atLeast) {
        Cases.check("risks", risks, happened);
        if (!(atLeast > 0 && atLeast <= 1)) {
            throw new IllegalArgumentException("atLeast must be in (0, 1], was " + atLeast);
        }
        int events = Cases.events(happened);
        if (events < NEEDED) {
            return new ThresholdChoice.TooFew(events, NEEDED);
        }
        double[] ofEvents = new double[events];
        int e = 0;
        for (int i = 0; i < risks.length; i++) {
            if (happened[i]) {
                ofEvents[e++] = risks[i];
            }
        }
        Arrays.sort(ofEvents);
        int alerted = (int) Math.min(events, Math.ceil(atLeast * events));
        // atLeast * events may be rounded up past a whole number: 0.07 * 100
        while (alerted > 1 && (alerted - 1.0) / events >= atLeast) {
            alerted--;
        }
        double lowest = ofEvents[events - alerted];
        if (lowest == 0) {
            return new ThresholdChoice.Unreachable(
                    "a sensitivity of " + atLeast + " takes alerts on events with a risk of 0");
        }
        double threshold = 0;
        for (double risk : risks) {
            if (risk < lowest && risk > threshold) {
                threshold = risk;
            }
        }
        return new ThresholdChoice.Chosen(threshold, ConfusionMatrix.above(risks, happened, threshold));
    }

    /**
     * The lowest threshold that raises no more than this many alerts among 100 cases: the most events for the work that a ward can
     * do. Always there, since nothing is above the highest risk.
     *
     * <p>Too few if there are fewer than {@link #NEEDED} cases, or so few that the budget allows not one alert among them.
     *
     * @param risks shape [n], each in [0, 1]; NaN is rejected
     * @param happened shape [n]; only what is achieved depends on it
     * @param alertsPer100 budget, in (0, 100]
     * @return keeps the budget on these cases; cost O(n log n)
     * @throws IllegalArgumentException if lengths differ, a risk is outside [0, 1] or {@code alertsPer100} outside (0, 100]
     */
    public static ThresholdChoice forAlertBudget(double[] risks, boolean[] happened, double alertsPer100) {
        Cases.check("risks", risks, happened);
        if (!(alertsPer100 > 0 && alertsPer100 <= 100)) {
            throw new IllegalArgumentException("alertsPer100 must be in (0, 100], was " + alertsPer100);
        }
        int n = risks.length;
        long needed = Math.max(NEEDED, (long) Math.min(1e18, Math.ceil(100 / alertsPer100)));
        if (n < needed) {
            return new ThresholdChoice.TooFew(n, needed);
        }
        int allowed = (int) Math.min(n, Math.floor(alertsPer100 * n / 100));
        while (allowed < n && 100 * (allowed + 1.0) / n <= alertsPer100) {
            allowed++;
        }
        double threshold = 0;
        if (allowed < n) {
            double[] sorted = risks.clone();
            Arrays.sort(sorted);
            threshold = sorted[n - 1 - allowed] + 0.0; // -0.0 becomes 0.0
        }
        return new ThresholdChoice.Chosen(threshold, ConfusionMatrix.above(risks, happened, threshold));
    }
}
