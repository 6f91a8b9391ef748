package org.clinicalmlops.metrics.threshold;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.metrics.internal.Cases;
import org.clinicalmlops.metrics.internal.Intervals;

/**
 * Net benefit of acting on a model over a range of thresholds, against acting on everybody and on nobody (Vickers and Elkin 2006).
 * Immutable.
 *
 * <p>Intervals are percentiles of a bootstrap of the cases, seeded; each replicate is one sample for the whole curve, so that
 * differences are paired. Drawn without strata, since how frequent the event is belongs to net benefit. They hold point by point, not for the curve as a whole. The resampling is by counts between
 * neighbouring thresholds: the same in law as resampling rows, and the same to the bit for every order of the rows.
 */
public final class DecisionCurve {
    /** Replicates that steady the bounds of a 95 % interval to about a twentieth of its width. Our choice. */
    public static final int REPLICATES = 2000;

    private static final int LEAST_REPLICATES = 100;

    /**
     * One threshold. Acting on nobody is worth 0 at each.
     *
     * @param threshold in (0, 1); a risk above it is an alert, one equal to it is not
     * @param matrix alerts against what happened
     * @param model net benefit of acting on the alerts, true positives per case; above 0 is better than acting on nobody
     * @param treatAll net benefit of acting on everybody
     * @param overTreatAll model minus treat-all, paired; above 0 is better than acting on everybody
     * @param standardized model over the share of events, the net benefit of perfect alerts; at most 1 (Kerr et al. 2016)
     */
    public record Point(
            double threshold,
            ConfusionMatrix matrix,
            Estimate model,
            Estimate treatAll,
            Estimate overTreatAll,
            Estimate standardized) {
        public Point {
            NetBenefit.weight(threshold);
            Objects.requireNonNull(matrix, "matrix");
            Objects.requireNonNull(model, "model");
            Objects.requireNonNull(treatAll, "treatAll");
            Objects.requireNonNull(overTreatAll, "overTreatAll");
            Objects.requireNonNull(standardized, "standardized");
        }
    }

    private final List<Point> points;

    private DecisionCurve(List<Point> points) {
        this.points = points;
    }

    /** In the order of the thresholds. */
    public List<Point> points() {
        return points;
    }

    /**
     * The curve of a model. Too few and undefined as in {@link NetBenefit}, then at every point.
     *
     * @param risks shape [n], each in [0, 1]; NaN is rejected
     * @param happened shape [n]
     * @param thresholds shape [t], each in (0, 1), rising; t {@code >= 1}
     * @param seed of the bootstrap; the same seed gives the same bits
     * @param replicates of the bootstrap, {@code >= 100}, for example {@link #REPLICATES}
     * @param level nominal coverage of the intervals, in (0, 1)
     * @return t points; cost O(n log t + replicates (n + t log replicates)), memory O(n + replicates t)
     * @throws IllegalArgumentException if lengths differ or an argument is outside its range
     * @see <a href="https://doi.org/10.1200/JCO.2015.65.5654">Kerr et al. 2016</a>
     */
    public static DecisionCurve of(
            double[] risks, boolean[] happened, double[] thresholds, long seed, int replicates, double level) {
        Cases.check("risks", risks, happened);
        double[] rising = checked(thresholds);
        if (replicates < LEAST_REPLICATES) {
            throw new IllegalArgumentException("replicates must be >= " + LEAST_REPLICATES + ", was " + replicates);
        }
        Cases.checkLevel(level);
        int[] cells = cells(risks, happened, rising);
        ConfusionMatrix[] matrices = matrices(count(cells, rising.length));
        Optional<Estimate> refused = NetBenefit.refused(matrices[0].events(), risks.length);
        List<Point> points = new ArrayList<>();
        if (refused.isPresent()) {
            Estimate answer = refused.get();
            for (int j = 0; j < rising.length; j++) {
                points.add(new Point(rising[j], matrices[j], answer, answer, answer, answer));
            }
        } else {
            Replicates drawn = new Replicates(rising, replicates);
            drawn.draw(cells, new SplittableRandom(seed));
            for (int j = 0; j < rising.length; j++) {
                points.add(drawn.point(j, matrices[j], level));
            }
        }
        return new DecisionCurve(List.copyOf(points));
    }

    private static double[] checked(double[] thresholds) {
        double[] copy = thresholds.clone();
        if (copy.length == 0) {
            throw new IllegalArgumentException("thresholds must not be empty");
        }
        for (int j = 0; j < copy.length; j++) {
            if (!(copy[j] > 0 && copy[j] < 1)) {
                throw new IllegalArgumentException("thresholds[" + j + "] must be in (0, 1), was " + copy[j]);
            }
            if (j > 0 && !(copy[j] > copy[j - 1])) {
                throw new IllegalArgumentException(
                        "thresholds[" + j + "] must be > " + copy[j - 1] + ", was " + copy[j]);
            }
        }
        return copy;
    }

    /** Of each case, sorted: twice the number of thresholds that its risk is above, plus one for an event. */
    private static int[] cells(double[] risks, boolean[] happened, double[] thresholds) {
        int[] cells = new int[risks.length];
        for (int i = 0; i < risks.length; i++) {
            int found = Arrays.binarySearch(thresholds, risks[i]);
            int above = found >= 0 ? found : -found - 1; // a risk equal to thresholds[found] is above the ones before
            cells[i] = 2 * above + (happened[i] ? 1 : 0);
        }
        Arrays.sort(cells);
        return cells;
    }

    private static long[] count(int[] cells, int thresholds) {
        long[] counts = new long[2 * thresholds + 2];
        for (int cell : cells) {
            counts[cell]++;
        }
        return counts;
    }

    private static ConfusionMatrix[] matrices(long[] counts) {
        ConfusionMatrix[] matrices = new ConfusionMatrix[counts.length / 2 - 1];
        long events = 0;
        long others = 0;
        for (int cell = 0; cell < counts.length; cell += 2) {
            others += counts[cell];
            events += counts[cell + 1];
        }
        long missed = 0;
        long spared = 0;
        for (int j = 0; j < matrices.length; j++) {
            spared += counts[2 * j];
            missed += counts[2 * j + 1];
            matrices[j] = new ConfusionMatrix(events - missed, others - spared, missed, spared);
        }
        return matrices;
    }

    /** Bootstrap of the counts between thresholds. A sample without any event, of which nothing is a share, is drawn again. */
    private static final class Replicates {
        private final double[] weights;
        private final double[] thresholds;
        private final double[][] model;
        private final double[][] treatAll;
        private final double[][] overTreatAll;
        private final double[][] standardized;

        Replicates(double[] thresholds, int replicates) {
            this.thresholds = thresholds;
            weights = Arrays.stream(thresholds).map(NetBenefit::weight).toArray();
            model = new double[thresholds.length][replicates];
            treatAll = new double[thresholds.length][replicates];
            overTreatAll = new double[thresholds.length][replicates];
            standardized = new double[thresholds.length][replicates];
        }

        void draw(int[] cells, SplittableRandom random) {
            int n = cells.length;
            for (int r = 0; r < model[0].length; ) {
                long[] counts = new long[2 * weights.length + 2];
                for (int i = 0; i < n; i++) {
                    counts[cells[random.nextInt(n)]]++;
                }
                ConfusionMatrix[] matrices = matrices(counts);
                if (matrices[0].events() > 0) {
                    keep(r++, matrices);
                }
            }
        }

        private void keep(int r, ConfusionMatrix[] matrices) {
            for (int j = 0; j < matrices.length; j++) {
                model[j][r] = model(matrices[j], weights[j]);
                treatAll[j][r] = treatAll(matrices[j], weights[j]);
                overTreatAll[j][r] = overTreatAll(matrices[j], weights[j]);
                standardized[j][r] = model[j][r] * matrices[j].cases() / matrices[j].events();
            }
        }

        private static double model(ConfusionMatrix matrix, double weight) {
            return NetBenefit.value(matrix.truePositives(), matrix.falsePositives(), matrix.cases(), weight);
        }

        private static double treatAll(ConfusionMatrix matrix, double weight) {
            return NetBenefit.value(matrix.events(), matrix.nonEvents(), matrix.cases(), weight);
        }

        /** What not acting spares and misses: exactly 0 where everybody has an alert. */
        private static double overTreatAll(ConfusionMatrix matrix, double weight) {
            return 0.0 - NetBenefit.value(matrix.falseNegatives(), matrix.trueNegatives(), matrix.cases(), weight);
        }

        Point point(int j, ConfusionMatrix matrix, double level) {
            double weight = weights[j];
            long n = matrix.cases();
            double perEvent = (double) n / matrix.events();
            double value = model(matrix, weight);
            double over = overTreatAll(matrix, weight);
            Estimate ofModel;
            Estimate share;
            if (matrix.alerts() == 0) {
                double q = Intervals.neverSeen(n, level);
                ofModel = Intervals.known(0, -q * weight, q, -weight, 1, level, n);
                share = Intervals.known(0, -q * weight * perEvent, q * perEvent, -Double.MAX_VALUE, 1, level, n);
            } else {
                ofModel = percentiles(value, model[j], -weight, 1, level, n);
                share = percentiles(value * perEvent, standardized[j], -Double.MAX_VALUE, 1, level, n);
            }
            Estimate ofOver;
            if (matrix.alerts() == n) {
                double q = Intervals.neverSeen(n, level);
                ofOver = Intervals.known(0, -q, q * weight, -1, weight, level, n);
            } else {
                ofOver = percentiles(over, overTreatAll[j], -1, weight, level, n);
            }
            return new Point(
                    thresholds[j],
                    matrix,
                    ofModel,
                    percentiles(treatAll(matrix, weight), treatAll[j], -weight, 1, level, n),
                    ofOver,
                    share);
        }

        /** Interpolated between order statistics, the seventh definition of Hyndman and Fan 1996. */
        private static Estimate percentiles(
                double value, double[] drawn, double low, double high, double level, long n) {
            double[] sorted = drawn.clone();
            Arrays.sort(sorted);
            return Intervals.known(
                    value, quantile(sorted, (1 - level) / 2), quantile(sorted, (1 + level) / 2), low, high, level, n);
        }

        private static double quantile(double[] sorted, double probability) {
            double at = probability * (sorted.length - 1);
            int below = (int) at;
            return below + 1 < sorted.length
                    ? sorted[below] + (at - below) * (sorted[below + 1] - sorted[below])
                    : sorted[below];
        }
    }
}
