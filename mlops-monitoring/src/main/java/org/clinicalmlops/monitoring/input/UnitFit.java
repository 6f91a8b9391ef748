package org.clinicalmlops.monitoring.input;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.clinicalmlops.api.monitor.FeatureCounts;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Magnitudes;
import org.clinicalmlops.metrics.distribution.Proportions;
import org.clinicalmlops.metrics.samplesize.NoncentralChiSquare;
import org.clinicalmlops.monitoring.text.Wording;

/**
 * By which factor which share of the values looks multiplied: the mixture {@code (1 - w) g(x) + w g(x / f) / f} of training's density g
 * on the logarithmic scale, by maximum likelihood over w and f; one value in a hundred may be anywhere. It describes, and is no test:
 * {@link UnitEvidence} is. A new group of patients whose values are those of others times a factor is not told apart. The rules are our choice, and simulated in the tests. Immutable.
 */
final class UnitFit {
    /** With fewer positive values, or fewer than this in training, nothing is fitted. */
    static final int FEWEST = 20;

    private static final double SMALLEST = Math.log(1.5); // less is a change of patients
    private static final double LARGEST = Math.log(2000);
    private static final double SMALLEST_SHARE = 0.05;
    private static final double GRID = 0.03;
    private static final double ANYWHERE = 0.01;
    /** Values are known by cells only, and integers lie unevenly in them. */
    private static final double CELL_ERROR = 0.004;

    /** The same of values of few digits: the standard deviation within a cell. */
    private static final double COARSE_ERROR = 0.025;

    private static final double NEAR = 4; // standard errors
    private static final double FAR = 3;
    private static final double BETTER = 1; // of the logarithm of the likelihood
    private static final double THAN_OTHER_PATIENTS = 3;
    private static final double IN_COARSE_CELLS = 3;
    private static final double LEFT_OVER = 0.05;
    private static final double BADLY = 0.01;

    private final boolean coarse;
    private final double cellError;
    private final Sizes before;
    private final Sizes now;
    private final int[] filled;
    private final double[] old;

    private double logFactor;
    private Conversion fitted = Conversion.times(1);
    private double share;
    private double error;
    private List<Known> candidates = List.of();
    private boolean decided;

    private record Point(double share, double log) {}

    /** Known conversions of one factor. */
    private record Known(double logFactor, List<Conversion> conversions, Point fit) {
        boolean suits(String unit) {
            return conversions.stream().anyMatch(c -> c.suits(unit));
        }
    }

    /** @param before as they are; smoothed here */
    private UnitFit(Sizes before, Sizes now) {
        this.coarse = before.coarse();
        this.cellError = coarse ? COARSE_ERROR : CELL_ERROR;
        this.before = before.smoothed();
        this.now = now;
        filled = IntStream.range(0, Magnitudes.CELLS)
                .filter(cell -> now.count(cell) > 0)
                .toArray();
        old = densities(x -> x);
    }

    /** Empty if there is too little to fit, or what changed does not look like a multiplication. */
    static Optional<UnitFit> of(FeatureProfile reference, FeatureCounts counts) {
        if (!reference.knowsMagnitudes() || !counts.hasMagnitudes()) {
            return Optional.empty();
        }
        Sizes before = Sizes.of(reference);
        Sizes now = Sizes.of(counts);
        if (before.all() < FEWEST || now.all() < FEWEST || signsChanged(reference, before, counts, now)) {
            return Optional.empty();
        }
        UnitFit fit = new UnitFit(before, now);
        return fit.fits() ? Optional.of(fit) : Optional.empty();
    }

    /** A multiplication leaves the share of values that are not positive. */
    private static boolean signsChanged(FeatureProfile reference, Sizes before, FeatureCounts counts, Sizes now) {
        long positive = Math.round(before.all());
        long positiveNow = Math.round(now.all());
        double apart = Math.abs(before.all() / reference.present() - now.all() / counts.present());
        return apart > SMALLEST_SHARE
                && Proportions.differ(positive, reference.present(), positiveNow, counts.present()) < BADLY;
    }

    /** What to say beside another finding: by how much the values look multiplied. */
    static Optional<String> hint(FeatureProfile reference, FeatureCounts counts) {
        return of(reference, counts)
                .map(fit -> (fit.all() ? "The values are" : Wording.percent(fit.share) + " of the values are")
                        + " about " + Wording.factor(fit.factor()) + " times those of training: has a unit changed?");
    }

    /** @param inverse of a change: the value before it */
    private double[] densities(DoubleUnaryOperator inverse) {
        double[] shares = new double[filled.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = before.changed(inverse, filled[i], filled[i] + 1) / before.all();
        }
        return shares;
    }

    /** The likelihood at its best share, found by halving: it is concave in the share. */
    private Point best(double[] converted) {
        double low = 0;
        double high = 1;
        for (int step = 0; step < 20; step++) {
            double middle = (low + high) / 2;
            double slope = 0;
            for (int i = 0; i < filled.length; i++) {
                slope += now.count(filled[i]) * (converted[i] - old[i]) / density(old[i], converted[i], middle);
            }
            low = slope > 0 ? middle : low;
            high = slope > 0 ? high : middle;
        }
        return new Point(high, log(converted, high));
    }

    private double log(double[] converted, double share) {
        double log = 0;
        for (int i = 0; i < filled.length; i++) {
            log += now.count(filled[i]) * Math.log(density(old[i], converted[i], share));
        }
        return log;
    }

    private static double density(double old, double converted, double share) {
        return (1 - ANYWHERE) * ((1 - share) * old + share * converted) + ANYWHERE / Magnitudes.CELLS;
    }

    private Point at(double logFactor) {
        return best(densities(times(Math.exp(logFactor))));
    }

    private static DoubleUnaryOperator times(double factor) {
        return y -> y / factor;
    }

    private boolean fits() {
        double most = Double.NEGATIVE_INFINITY;
        for (double x = -LARGEST; x <= LARGEST; x += GRID) {
            double log = Math.abs(x) < SMALLEST ? most : at(x).log();
            if (log > most) {
                most = log;
                logFactor = x;
            }
        }
        refine();
        fitted = Conversion.times(Math.exp(logFactor));
        Point fit = at(logFactor);
        for (Conversion affine : Conversion.KNOWN) {
            if (affine.offset() != 0 && affine.suits(before.quantile(0.5))) {
                Point other = best(densities(affine::before));
                boolean better =
                        other.log() >= fit.log() - IN_COARSE_CELLS; // in which a free factor fits a little better
                fit = better ? other : fit;
                fitted = better ? affine : fitted;
            }
        }
        share = fit.share();
        if (share < SMALLEST_SHARE || fit.log() < otherPatients() + THAN_OTHER_PATIENTS || !explains()) {
            return false;
        }
        if (fitted.offset() != 0) {
            candidates = List.of(new Known(Math.log(factor()), List.of(fitted), fit));
            decided = true;
            return true;
        }
        double ofReference = 1 + share * now.all() / before.all();
        double width = Math.max(width(fit.log()), coarse ? spread() / Math.sqrt(share * now.all()) : 0);
        error = Math.sqrt(width * width * ofReference + cellError * cellError);
        name(ofReference);
        return true;
    }

    /** How well other changes than a multiplication fit: all values a little larger, some or all shifted, all spread more or less. */
    private double otherPatients() {
        double middle = before.quantile(0.5);
        double spread = (before.quantile(0.84) - before.quantile(0.16)) / 2;
        double most = log(old, 0);
        for (double x = -SMALLEST; x <= SMALLEST; x += GRID) {
            most = Math.max(most, log(densities(times(Math.exp(x))), 1));
        }
        for (double shift = -6; shift <= 6; shift += 0.25) {
            double by = shift * spread;
            most = Math.max(most, best(densities(y -> y - by)).log());
        }
        for (double x = -1; x <= 1; x += 0.125) {
            double wider = Math.exp(x);
            most = Math.max(most, log(densities(y -> middle + (y - middle) / wider), 1));
            most = Math.max(most, log(densities(y -> middle * Math.pow(y / middle, 1 / wider)), 1));
        }
        return most;
    }

    /** Of training's values on the logarithmic scale: a curve over few distinct values is narrower than their mean is sure. */
    private double spread() {
        return Math.log(before.quantile(0.84) / before.quantile(0.16)) / 2;
    }

    /** Golden section between the neighbours on the grid. */
    private void refine() {
        double ratio = (Math.sqrt(5) - 1) / 2;
        double low = logFactor - GRID;
        double high = logFactor + GRID;
        while (high - low > 1e-4) {
            double left = high - ratio * (high - low);
            double right = low + ratio * (high - low);
            if (at(left).log() < at(right).log()) {
                low = left;
            } else {
                high = right;
            }
        }
        logFactor = (low + high) / 2;
    }

    /** Half the width of the interval in which the logarithm of the likelihood is less than a half below its top: a standard error. */
    private double width(double top) {
        return (end(top, 1) + end(top, -1)) / 2;
    }

    private double end(double top, int direction) {
        double low = 0;
        double high = 1e-3;
        while (high < 1 && at(logFactor + direction * high).log() > top - 0.5) {
            low = high;
            high *= 2;
        }
        while (high - low > 1e-4) {
            double middle = (low + high) / 2;
            if (at(logFactor + direction * middle).log() > top - 0.5) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /**
     * Whether the fit and the values agree, as samples do, or all but a little of what changed is explained: by their population stability
     * index over groups of cells in which the fit expects five values or more.
     */
    private boolean explains() {
        double n = now.all();
        double wanted = Math.max(5, n / 20) / n;
        double unit = 1 / n + 1 / before.all();
        double after = 0;
        double without = 0;
        int groups = 0;
        int start = 0;
        double left = 1;
        for (int end = 1; end <= Magnitudes.CELLS; end++) {
            double was = before.changed(x -> x, start, end) / before.all();
            double is = before.changed(fitted::before, start, end) / before.all();
            double expected = (1 - share) * was + share * is;
            if (expected >= wanted && left - expected >= wanted || end == Magnitudes.CELLS) {
                double seen = 0;
                for (int cell = start; cell < end; cell++) {
                    seen += now.count(cell);
                }
                after += part(expected, seen);
                without += part(was, seen);
                groups++;
                start = end;
                left -= expected;
            }
        }
        int degrees = Math.max(1, groups - 1);
        return NoncentralChiSquare.upperTail(after / unit, degrees, 0) >= BADLY
                || after - degrees * unit <= LEFT_OVER * (without - degrees * unit);
    }

    private double part(double expected, double seen) {
        double q = (seen + 0.5) / (now.all() + 0.5);
        double p = (expected * before.all() + 0.5) / (before.all() + 0.5);
        return (q - p) * Math.log(q / p);
    }

    private void name(double ofReference) {
        List<Known> known = Conversion.KNOWN.stream()
                .filter(c -> c.offset() == 0)
                .map(c -> Math.log(c.scale()))
                .distinct()
                .map(this::known)
                .sorted(Comparator.comparingDouble((Known k) -> -k.fit().log()))
                .toList();
        candidates = known.stream()
                .filter(k -> Math.abs(k.logFactor() - logFactor) <= NEAR * error)
                .toList();
        decided = !candidates.isEmpty()
                && known.stream()
                        .filter(rival -> rival != candidates.get(0))
                        .allMatch(rival ->
                                candidates.get(0).fit().log() - rival.fit().log() >= BETTER * ofReference
                                        && Math.abs(candidates.get(0).logFactor() - rival.logFactor()) >= FAR * error);
        candidates = decided ? candidates.subList(0, 1) : candidates;
    }

    private Known known(double log) {
        List<Conversion> conversions = Conversion.KNOWN.stream()
                .filter(c -> c.offset() == 0 && Math.log(c.scale()) == log)
                .toList();
        return new Known(log, conversions, best(densities(conversions.get(0)::before)));
    }

    /** Estimated. */
    double factor() {
        return fitted.factorAt(before.quantile(0.5));
    }

    /** Share of the positive values that look multiplied, in [0, 1]. */
    double share() {
        return share;
    }

    /** Whether all of them do, as far as can be told. */
    private boolean all() {
        return share >= 0.9;
    }

    /** Whether one known factor is meant, beyond doubt. */
    boolean named() {
        return decided;
    }

    /** Factors of the known conversions that it may be, the most probable first. */
    List<Double> factors() {
        return candidates.stream().map(k -> Math.exp(k.logFactor())).toList();
    }

    /** @param unit that the feature is declared with: conversions from it are told first */
    String text(String unit) {
        String which = all()
                ? "the values look multiplied by "
                : Wording.percent(share) + " of the values look multiplied by ";
        if (candidates.isEmpty()) {
            return which + "about " + Wording.factor(factor()) + ", which is no conversion that is known here";
        }
        if (decided) {
            return which + factor(candidates.get(0)) + " (" + meanings(candidates.get(0), unit) + ")";
        }
        List<Known> bySuiting = candidates.stream()
                .sorted(Comparator.comparing(k -> !k.suits(unit)))
                .toList();
        return which + "about " + Wording.factor(factor()) + ": "
                + String.join(
                        " or ",
                        bySuiting.stream()
                                .map(k -> factor(k) + " (" + meanings(k, unit) + ")" + suiting(k, bySuiting, unit))
                                .toList());
    }

    /** Where only one candidate converts from the declared unit, it is the likely one. */
    private static String suiting(Known known, List<Known> all, String unit) {
        boolean alone =
                known.suits(unit) && all.stream().filter(k -> k.suits(unit)).count() == 1;
        return !alone ? "" : ", which fits the declared unit" + (all.size() > 1 ? ";" : "");
    }

    private static String factor(Known known) {
        return Wording.number(Math.exp(known.logFactor()));
    }

    private static String meanings(Known known, String unit) {
        List<Conversion> suiting =
                known.conversions().stream().filter(c -> c.suits(unit)).toList();
        List<Conversion> told = suiting.isEmpty() ? known.conversions() : suiting;
        return String.join("; ", told.stream().map(Conversion::text).toList());
    }
}
