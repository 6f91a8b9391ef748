package org.clinicalmlops.monitoring.proof;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.clinicalmlops.monitoring.proof.Column.Source;

/** Features of the kinds that a hospital has; among them those that break what a test silently supposes. */
final class Columns {
    private static final double YEAR = 365.25;

    private Columns() {}

    /** Rows that know nothing of each other. */
    private static Column independent(String name, int levels, Source source, DoubleUnaryOperator effect) {
        return new Column(name, levels, () -> source, effect);
    }

    static Column normal() {
        return independent("normal", 0, (r, day) -> 138 + 4 * r.nextGaussian(), x -> 0.13 * (x - 138));
    }

    /** Lognormal, as most laboratory values: skewness 3.7. */
    static Column skewed() {
        return independent("skewed", 0, (r, day) -> 20 * Math.exp(0.8 * r.nextGaussian()), x -> 0.8 * Math.log(x / 20));
    }

    /** Creatinine in mg/dL: lognormal, narrow. */
    static Column creatinine() {
        return independent("creatinine", 0, (r, day) -> Math.exp(0.35 * r.nextGaussian()), x -> 1.1 * Math.log(x));
    }

    /** A score of small whole numbers: half of the rows have 0 or 1. */
    static Column score() {
        return independent(
                "score",
                0,
                (r, day) -> Math.min(15, Math.floor(-2 * Math.log(1 - r.nextDouble()))),
                x -> 0.2 * (x - 1.5));
    }

    /** Whole years: more than twenty values, all of them tied. */
    static Column age() {
        return independent("age", 0, (r, day) -> Math.rint(65 + 12 * r.nextGaussian()), x -> 0.04 * (x - 65));
    }

    /** A category of two levels. */
    static Column two() {
        return independent("two", 2, (r, day) -> r.nextDouble() < 0.45 ? 0 : 1, x -> 0.3 * (x - 0.5));
    }

    /** A category of six levels, the commonest of which has 40 %. */
    static Column ward() {
        double[] upTo = {0.40, 0.62, 0.78, 0.90, 0.97, 1};
        return independent("ward", upTo.length, (r, day) -> level(upTo, r), x -> 0.2 * (x - 1));
    }

    /** A category of 64 levels, from 5 % down to 0.4 %: a reference of some hundred rows lacks one now and then. */
    static Column rare() {
        double[] upTo = new double[64];
        double sum = 0;
        for (int k = 0; k < upTo.length; k++) {
            sum += 1.0 / (k + 6);
            upTo[k] = sum;
        }
        for (int k = 0; k < upTo.length; k++) {
            upTo[k] /= sum;
        }
        return independent("rare", upTo.length, (r, day) -> level(upTo, r), x -> 0.4 * (x % 2 - 0.5));
    }

    private static double level(double[] upTo, SplittableRandom random) {
        double u = random.nextDouble();
        int k = 0;
        while (k < upTo.length - 1 && u >= upTo[k]) {
            k++;
        }
        return k;
    }

    /**
     * A mean that moves over the year by {@code swing} standard deviations either way, and is half a standard deviation higher at
     * weekends.
     */
    static Column seasonal(double swing) {
        return independent(
                "seasonal",
                0,
                (r, day) -> {
                    double mean = swing * Math.sin(2 * Math.PI * day / YEAR) + (weekend(day) ? 0.5 : 0);
                    return 138 + 4 * (mean + r.nextGaussian());
                },
                x -> 0.13 * (x - 138));
    }

    static boolean weekend(double day) {
        return Math.floorMod((long) Math.floor(day), 7) >= 5; // day 0 is a Monday
    }

    /** Normal values of which each resembles the one of the row before: correlation {@code phi}, AR(1). */
    static Column autocorrelated(double phi) {
        return new Column(
                "autocorrelated",
                0,
                () -> new Source() {
                    private double z = Double.NaN;

                    @Override
                    public double next(SplittableRandom random, double day) {
                        double news = random.nextGaussian();
                        z = Double.isNaN(z) ? news : phi * z + Math.sqrt(1 - phi * phi) * news;
                        return 138 + 4 * z;
                    }
                },
                x -> 0.13 * (x - 138));
    }

    /** Normal values that are missing for {@code burst} rows in a row on average, {@code share} of all rows. */
    static Column bursts(double share, double burst) {
        double ends = 1 / burst;
        double begins = ends * share / (1 - share);
        return new Column(
                "bursts",
                0,
                () -> new Source() {
                    private boolean started;
                    private boolean gone;

                    @Override
                    public double next(SplittableRandom random, double day) {
                        double u = random.nextDouble();
                        gone = started ? (gone ? u >= ends : u < begins) : u < share;
                        started = true;
                        return gone ? Double.NaN : 2 * Math.exp(0.5 * random.nextGaussian());
                    }
                },
                x -> 0.7 * Math.log(x / 2));
    }

    /** The same column, each value missing with a probability of its own. */
    static Column missing(Column column, double share) {
        return new Column(
                column.name(),
                column.levels(),
                () -> {
                    Source source = column.source().get();
                    return (r, day) -> {
                        double x = source.next(r, day);
                        return r.nextDouble() < share ? Double.NaN : x;
                    };
                },
                column.effect());
    }
}
