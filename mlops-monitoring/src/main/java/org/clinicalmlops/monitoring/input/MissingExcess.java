package org.clinicalmlops.monitoring.input;

import java.util.Arrays;
import java.util.function.DoublePredicate;
import org.clinicalmlops.api.monitor.MissingPatterns;
import org.clinicalmlops.api.monitor.RiskCells;

/**
 * How much of a change of the risks may come from which values are missing. Where values are missing in bursts, the risks of a window are
 * no independent rows. Given which rows lack what, they are; and then their distribution differs from the evaluation's by rows of
 * other patterns at most. So that many rows are moved to where they make the change smallest, whatever their risks were, and the rest is
 * judged: a bound, which needs no model of the bursts. Which values are missing is the matter of {@code feed.pattern}.
 *
 * <p>The share of rows of other patterns is the total variation distance of the patterns from the baseline's, less what is expected of
 * independent rows, {@code sum sqrt(p (1 - p)(1/n + 1/m) / (2 pi))}, which the tests allow for themselves. 0 if the baseline knows no
 * patterns. Immutable.
 */
final class MissingExcess {
    private final double share;

    private MissingExcess(double share) {
        this.share = share;
    }

    /**
     * @param now rows of each place of the patterns
     * @param answered rows of these that have a risk; above 0
     */
    static MissingExcess of(MissingPatterns before, long[] now, long answered) {
        double m = before.rows();
        double n = Arrays.stream(now).sum();
        if (m == 0 || n == 0) {
            return new MissingExcess(0);
        }
        double apart = 0;
        double chance = 0;
        for (int place = 0; place < now.length; place++) {
            double p = before.count(place) / m;
            apart += Math.abs(now[place] / n - p) / 2;
            chance += Math.sqrt(p * (1 - p) * (1 / n + 1 / m) / (2 * Math.PI));
        }
        return new MissingExcess(
                Math.min(1, Math.max(0, apart - chance) * n / answered)); // all of them may have a risk
    }

    /** Share of the rows with a risk that are of other patterns than expected, in [0, 1]. */
    double share() {
        return share;
    }

    /**
     * The counts, with the rows of other patterns moved to where the population stability index is least: from places with most rows
     * for those of the reference to places with fewest. Rounded to whole rows.
     *
     * @param reference rows of each place, not all 0
     */
    long[] leastChanged(long[] reference, long[] now) {
        double n = Arrays.stream(now).sum();
        if (share == 0 || n == 0) {
            return now.clone();
        }
        double m = Arrays.stream(reference).sum();
        double[] p = Arrays.stream(reference).mapToDouble(rows -> rows / m).toArray();
        double[] q = Arrays.stream(now).mapToDouble(rows -> rows / n).toArray();
        double most = last(1, 1 / smallest(p), level -> over(q, p, level) > share);
        double least = last(0, 1, level -> under(q, p, level) < share);
        long[] moved = new long[now.length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = Math.round(n * Math.max(least * p[i], Math.min(most * p[i], q[i])));
        }
        return moved;
    }

    private static double smallest(double[] p) {
        return Arrays.stream(p).filter(x -> x > 0).min().orElse(1);
    }

    private static double over(double[] q, double[] p, double level) {
        double sum = 0;
        for (int i = 0; i < q.length; i++) {
            sum += Math.max(0, q[i] - level * p[i]);
        }
        return sum;
    }

    private static double under(double[] q, double[] p, double level) {
        double sum = 0;
        for (int i = 0; i < q.length; i++) {
            sum += Math.max(0, level * p[i] - q[i]);
        }
        return sum;
    }

    /** Where the predicate, true from {@code low} on, becomes false; an end if it does not change. */
    private static double last(double from, double to, DoublePredicate predicate) {
        double low = from;
        double high = to;
        for (int step = 0; step < 60; step++) {
            double middle = (low + high) / 2;
            if (predicate.test(middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /**
     * The mean risk now, as close to that of the evaluation as the rows of other patterns allow: the share of rows farthest off is taken
     * for the same share at the other end of the evaluation's risks.
     *
     * @param before cases in each cell of {@link RiskCells}
     * @param now rows in each cell
     */
    double leastChangedMean(double[] before, double[] now) {
        double mean = mean(before);
        double observed = mean(now);
        boolean risen = observed > mean;
        double moved = observed - ofEnd(now, risen) + ofEnd(before, !risen);
        return risen ? Math.max(mean, moved) : Math.min(mean, moved);
    }

    private static double mean(double[] cells) {
        double sum = 0;
        for (int cell = 0; cell < cells.length; cell++) {
            sum += cells[cell] * RiskCells.middle(cell);
        }
        return sum / Arrays.stream(cells).sum();
    }

    /** What the lowest risks of this share add to the mean, or the highest. */
    private double ofEnd(double[] cells, boolean highest) {
        double left = share;
        double n = Arrays.stream(cells).sum();
        double sum = 0;
        for (int i = 0; i < cells.length && left > 0; i++) {
            int cell = highest ? cells.length - 1 - i : i;
            double taken = Math.min(left, cells[cell] / n);
            sum += taken * RiskCells.middle(cell);
            left -= taken;
        }
        return sum;
    }
}
