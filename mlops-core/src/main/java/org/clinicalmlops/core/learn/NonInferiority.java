package org.clinicalmlops.core.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.learn.Margin;
import org.clinicalmlops.api.validate.Ruling;
import org.clinicalmlops.metrics.discrimination.Discrimination;
import org.clinicalmlops.metrics.overall.Brier;
import org.clinicalmlops.metrics.overall.Likelihood;

/**
 * Whether a candidate is no worse by more than a margin: the bound of a paired interval, on the unfavourable side, at one-sided level
 * alpha. Where all of several comparisons must pass, each may have the full alpha, since the wrong one alone must pass wrongly.
 */
final class NonInferiority {
    /** What compares two versions on the same cases: AUROC by DeLong, Brier score and log loss by the mean paired difference. */
    private static final Map<String, Paired> PAIRED = Map.of(
            "auroc", Discrimination::aurocDifference,
            "brier", Brier::scoreDifference,
            "log-loss", Likelihood::logLossDifference);

    private interface Paired {
        Estimate of(double[] challenger, double[] champion, boolean[] happened, double level);
    }

    private NonInferiority() {}

    static List<Compared> all(
            String period, PairedRows rows, List<Margin> margins, Compared.Against against, double alpha) {
        List<Compared> compared = new ArrayList<>();
        for (Margin margin : margins) {
            compared.add(one(period, "all", rows, margin, against, alpha));
            rows.byGroup()
                    .forEach((grouping, levels) -> levels.forEach((level, of) ->
                            compared.add(one(period, grouping + " " + level, of, margin, against, alpha))));
        }
        return compared;
    }

    private static Compared one(
            String period, String group, PairedRows rows, Margin margin, Compared.Against against, double alpha) {
        double limit = against == Compared.Against.CHAMPION ? margin.step() : margin.total();
        Estimate difference = difference(margin.metric(), rows, against, alpha);
        Ruling ruling = difference.fold(
                known -> margin.better().noWorse(known.interval(), limit) ? Ruling.PASS : Ruling.FAIL,
                few -> Ruling.INSUFFICIENT,
                undefined -> Ruling.INSUFFICIENT);
        return new Compared(period, group, against, margin.metric(), limit, difference, ruling);
    }

    private static Estimate difference(String metric, PairedRows rows, Compared.Against against, double alpha) {
        Paired paired = PAIRED.get(metric);
        return paired == null
                ? new Estimate.Undefined("no paired comparison of '" + metric + "'; there are "
                        + PAIRED.keySet().stream().sorted().toList())
                : paired.of(rows.candidate(), rows.of(against), rows.happened(), 1 - 2 * alpha);
    }

    static Optional<Compared> first(List<Compared> compared, Ruling ruling) {
        return compared.stream().filter(c -> c.ruling() == ruling).findFirst();
    }

    /** An interval of level {@code 1 - 2 alpha} must have a level above 0. */
    static void checkAlpha(double alpha) {
        if (!(alpha > 0 && alpha < 0.5)) {
            throw new IllegalArgumentException("alpha must be in (0, 0.5), was " + alpha);
        }
    }
}
