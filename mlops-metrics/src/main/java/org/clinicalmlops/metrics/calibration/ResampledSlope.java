package org.clinicalmlops.metrics.calibration;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.clinicalmlops.metrics.resampling.RiskCounts;
import org.clinicalmlops.metrics.resampling.RiskStatistic;

/**
 * The slope of a logistic recalibration for changing counts of the same risks. The maximum is sought from that of all cases, where
 * what the first step needs is kept, so that it takes no exponential function. Each step is Chebyshev's, of third order: the error
 * that is left is about the third power of the step.
 */
final class ResampledSlope implements RiskStatistic.OfCounts {
    /** No log odds move further than this in the last step, so that what is left is about 1e-11. */
    private static final double LAST_STEP = 2e-4;

    private static final int STEPS = 25;

    /** Slopes that are further than this from that of all cases, in standard errors, are left to the plain fit. Our choice. */
    private static final double REACH = 10;

    private final double[] x; // log odds, centred
    private final double furthest;
    private final double startA;
    private final double startB;
    private final double steepest;
    private final Nodes nodes;
    private final double[] startP;
    private final double[] p;

    private double a;
    private double b;
    private double a0; // score, of intercept and slope
    private double a1;
    private double w0; // information: sums of the weight p (1 - p) times a power of x
    private double w1;
    private double w2;
    private double t0; // third derivatives: sums of p (1 - p) (1 - 2 p) times a power of x
    private double t1;
    private double t2;
    private double t3;

    private ResampledSlope(double[] x, LogisticRecalibration.Fitted all) {
        this.x = x;
        this.furthest = Math.max(Math.abs(x[0]), Math.abs(x[x.length - 1]));
        this.startA = all.intercept();
        this.startB = all.slope();
        this.steepest = Math.abs(startB) + REACH * all.slopeError();
        this.nodes = new Nodes(x, steepest);
        this.startP = Arrays.stream(nodes.at)
                .map(at -> LogOdds.sigmoid(startA + startB * at))
                .toArray();
        this.p = new double[nodes.at.length];
    }

    static RiskStatistic.OfCounts over(RiskCounts cases) {
        double[] x = new double[cases.size()];
        double sum = 0;
        for (int g = 0; g < x.length; g++) {
            x[g] = LogOdds.logit(cases.risk(g));
            sum += x[g] * (cases.events(g) + cases.others(g));
        }
        double mean = cases.cases() > 0 ? sum / cases.cases() : 0;
        for (int g = 0; g < x.length; g++) {
            x[g] -= mean;
        }
        LogisticRecalibration all = fit(x, cases.copyOfEvents(), cases.copyOfOthers());
        return all.<RiskStatistic.OfCounts>fold(
                fitted -> new ResampledSlope(x, fitted), undetermined -> (events, others) -> OptionalDouble.empty());
    }

    /** By the plain fit, from the centred log odds. */
    private static LogisticRecalibration fit(double[] x, int[] events, int[] others) {
        int n = 0;
        for (int g = 0; g < x.length; g++) {
            n += events[g] + others[g];
        }
        double[] each = new double[n];
        boolean[] happened = new boolean[n];
        int i = 0;
        for (int g = 0; g < x.length; g++) {
            for (int k = 0; k < events[g] + others[g]; k++) {
                each[i] = x[g];
                happened[i++] = k < events[g];
            }
        }
        return LogisticFit.ofLogOdds(each, happened);
    }

    @Override
    public OptionalDouble of(int[] events, int[] others) {
        if (!overlap(events, others)) {
            return OptionalDouble.empty();
        }
        nodes.weigh(events, others);
        a = startA;
        b = startB;
        for (int step = 0; step < STEPS; step++) {
            differentiate(step == 0);
            double determinant = w0 * w2 - w1 * w1;
            double u = (w2 * a0 - w1 * a1) / determinant; // Newton's step
            double v = (w0 * a1 - w1 * a0) / determinant;
            double c0 = (t0 * u * u + 2 * t1 * u * v + t2 * v * v) / 2; // by which its score falls short
            double c1 = (t1 * u * u + 2 * t2 * u * v + t3 * v * v) / 2;
            u -= (w2 * c0 - w1 * c1) / determinant;
            v -= (w0 * c1 - w1 * c0) / determinant;
            a += u;
            b += v;
            double moved = Math.abs(u) + Math.abs(v) * furthest;
            if (!(moved < 10 && Math.abs(b) <= steepest)) {
                break; // too far for steps without a check that they climb, or for the nodes
            }
            if (moved <= LAST_STEP) {
                return OptionalDouble.of(b);
            }
        }
        return fit(x, events, others)
                .fold(fitted -> OptionalDouble.of(fitted.slope()), undetermined -> OptionalDouble.empty());
    }

    /** Whether there is a maximum: no threshold separates the drawn cases (Albert and Anderson 1984). */
    private static boolean overlap(int[] events, int[] others) {
        int low = 0;
        int high = events.length - 1;
        while (low < high && events[low] + others[low] == 0) {
            low++;
        }
        while (low < high && events[high] + others[high] == 0) {
            high--;
        }
        if (low >= high) {
            return false;
        }
        return eventBelowOther(events, others, low, high) && eventBelowOther(others, events, low, high);
    }

    /** Whether some case of the first kind has a lower risk than some case of the second. */
    private static boolean eventBelowOther(int[] first, int[] second, int low, int high) {
        int lowest = low;
        while (lowest <= high && first[lowest] == 0) {
            lowest++;
        }
        int highest = high;
        while (highest >= low && second[highest] == 0) {
            highest--;
        }
        return lowest < highest;
    }

    private void differentiate(boolean atStart) {
        if (atStart) {
            sum(startP);
            return;
        }
        for (int i = 0; i < p.length; i++) {
            p[i] = 1 / (1 + Math.exp(-(a + b * nodes.at[i])));
        }
        sum(p);
    }

    private void sum(double[] ps) {
        double s0 = 0;
        double s1 = 0;
        double i0 = 0;
        double i1 = 0;
        double i2 = 0;
        double d0 = 0;
        double d1 = 0;
        double d2 = 0;
        double d3 = 0;
        for (int i = 0; i < ps.length; i++) {
            double at = nodes.at[i];
            double expected = nodes.cases[i] * ps[i];
            double weight = expected * (1 - ps[i]);
            double third = weight * (1 - 2 * ps[i]);
            s0 += expected;
            s1 += expected * at;
            i0 += weight;
            d0 += third;
            weight *= at;
            third *= at;
            i1 += weight;
            d1 += third;
            i2 += weight * at;
            third *= at;
            d2 += third;
            d3 += third * at;
        }
        a0 = nodes.events - s0;
        a1 = nodes.logOddsOfEvents - s1;
        w0 = i0;
        w1 = i1;
        w2 = i2;
        t0 = d0;
        t1 = d1;
        t2 = d2;
        t3 = d3;
    }

    /**
     * The points at which the likelihood is computed, with a weight for each. The likelihood needs the cases only through sums of
     * smooth functions of the log odds: these are divided into cells, so narrow that a polynomial of degree 5 follows every such
     * function, and its sum over the cases of a cell is a sum over six nodes, whose weights are linear in the first moments of the
     * cases (interpolation at Chebyshev's points). One pass over the counts collects the moments; all else is done on the nodes, a
     * few hundred. Where the risks are too few for this to save much, they are the nodes.
     */
    private static final class Nodes {
        /**
         * Width w of a cell in recalibrated log odds. Our choice: the logistic function is then met to 2 (w/4)^6 / 6! times its sixth
         * derivative, which is below 1/2, so to 2e-11.
         */
        private static final double WIDTH = 0.2;

        private static final int OF_A_CELL = 6;

        /** Places in a cell are multiples of 1 over this (1e-11 of recalibrated log odds): sums in whole numbers are faster. */
        private static final double FIXED = 1L << 31;

        private static final double[] POINTS = new double[OF_A_CELL];

        /** Coefficients, of ascending powers, of the polynomial that is 1 at one point and 0 at the others. */
        private static final double[][] BASIS = new double[OF_A_CELL][];

        static {
            Arrays.setAll(POINTS, j -> Math.cos(Math.PI * (j + 0.5) / OF_A_CELL));
            Arrays.setAll(BASIS, Nodes::basis);
        }

        final double[] at; // log odds of each node
        final double[] cases;
        double events;
        double logOddsOfEvents;

        private final int[] starts; // of the cells, and the end of the last; of none if the risks are the nodes
        private final double half; // a cell's width
        private final double[] middles;
        private final double[] place; // of each of the log odds in its cell, in [-1, 1]
        private final long[] fixedPlace;

        Nodes(double[] x, double steepest) {
            this.half = WIDTH / steepest / 2;
            int[] cells = cells(x, 2 * half);
            boolean few = (cells.length - 1) * OF_A_CELL * 2 > x.length;
            this.starts = few ? new int[1] : cells;
            this.middles = new double[starts.length - 1];
            this.at = few ? x : new double[middles.length * OF_A_CELL];
            this.cases = new double[at.length];
            this.place = new double[few ? 0 : x.length];
            this.fixedPlace = new long[place.length];
            for (int c = 0; c < middles.length; c++) {
                middles[c] = x[starts[c]] + half;
                for (int g = starts[c]; g < starts[c + 1]; g++) {
                    fixedPlace[g] = Math.round((x[g] - middles[c]) / half * FIXED);
                    place[g] = fixedPlace[g] / FIXED;
                }
                for (int j = 0; j < OF_A_CELL; j++) {
                    at[c * OF_A_CELL + j] = middles[c] + half * POINTS[j];
                }
            }
        }

        /** Where each cell starts, and the end: at the lowest of the log odds that the cell before does not reach. */
        private static int[] cells(double[] x, double width) {
            int[] starts = new int[x.length + 1];
            int n = 0;
            for (int g = 0; g < x.length; g++) {
                if (n == 0 || x[g] - x[starts[n - 1]] > width) {
                    starts[n++] = g;
                }
            }
            starts[n++] = x.length;
            return Arrays.copyOf(starts, n);
        }

        private static double[] basis(int j) {
            double[] polynomial = new double[OF_A_CELL];
            polynomial[0] = 1;
            int degree = 0;
            for (int i = 0; i < OF_A_CELL; i++) {
                if (i != j) {
                    degree++;
                    double over = POINTS[j] - POINTS[i];
                    for (int k = degree; k > 0; k--) {
                        polynomial[k] = (polynomial[k - 1] - POINTS[i] * polynomial[k]) / over;
                    }
                    polynomial[0] *= -POINTS[i] / over;
                }
            }
            return polynomial;
        }

        void weigh(int[] events, int[] others) {
            if (middles.length == 0) {
                weighEach(events, others);
            } else {
                weighByMoments(events, others);
            }
        }

        private void weighEach(int[] events, int[] others) {
            double inAll = 0;
            double logOdds = 0;
            for (int g = 0; g < at.length; g++) {
                cases[g] = events[g] + others[g];
                inAll += events[g];
                logOdds += events[g] * at[g];
            }
            this.events = inAll;
            this.logOddsOfEvents = logOdds;
        }

        private void weighByMoments(int[] events, int[] others) {
            double inAll = 0;
            double logOdds = 0;
            for (int c = 0; c < middles.length; c++) {
                int e0 = 0; // moments of events, then of all cases
                long e1 = 0;
                int m0 = 0;
                double m1 = 0;
                double m2 = 0;
                double m3 = 0;
                double m4 = 0;
                double m5 = 0;
                int end = starts[c + 1];
                for (int g = starts[c]; g < end; g++) {
                    int n = events[g] + others[g];
                    e0 += events[g];
                    e1 += events[g] * fixedPlace[g];
                    m0 += n;
                    double power = n * place[g];
                    m1 += power;
                    power *= place[g];
                    m2 += power;
                    power *= place[g];
                    m3 += power;
                    power *= place[g];
                    m4 += power;
                    power *= place[g];
                    m5 += power;
                }
                inAll += e0;
                logOdds += e0 * middles[c] + e1 / FIXED * half;
                for (int j = 0; j < OF_A_CELL; j++) {
                    double[] of = BASIS[j];
                    cases[c * OF_A_CELL + j] =
                            m0 * of[0] + m1 * of[1] + m2 * of[2] + m3 * of[3] + m4 * of[4] + m5 * of[5];
                }
            }
            this.events = inAll;
            this.logOddsOfEvents = logOdds;
        }
    }
}
