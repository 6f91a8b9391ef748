package org.clinicalmlops.monitoring.input;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.clinicalmlops.api.monitor.FeatureCounts;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Magnitudes;

/**
 * Evidence that a share of the values was multiplied: an e-value, which without a change is at least {@code 1/a} with probability a or
 * less, at whatever rows it is looked at. It depends on the counts alone.
 *
 * <p>It is the mean, over factors and shares, of the probability of the counts if that share was multiplied by that factor, over their
 * probability without a change. The latter is Dirichlet-multinomial, as in {@link ShareEvidence}: the reference is a sample, and its
 * places are the cells of magnitudes joined until each has a part of the reference's values. Beyond the largest and smallest value that it
 * had there is a place each, with the weight of one value, which is what a next value's chance to lie there is worth. Factors: the known
 * ones, and some between. The grids are our choice. Immutable.
 */
final class UnitEvidence {
    private static final double[] SHARES = {0.1, 0.2, 0.35, 0.55, 0.8, 0.97};
    private static final int PLACES = 20;
    private static final double FEWEST = 5;
    private static final double STEP = 0.35;

    /** No share is 0 after a conversion: a value in a hundred may be where it was. */
    private static final double STAYS = 0.01;

    private final int[]
            starts; // first cell of each place of positive values, ascending; the last is where there are no more
    private final double[] reference; // weights of the places of positive values, then of all others
    private final double[][] logs; // of the places' shares, for each alternative

    private final double[] means = new double[SHARES.length]; // of a value's evidence for a factor of ten
    private final double[] variances = new double[SHARES.length];

    private UnitEvidence(int[] starts, double[] reference, double[][] logs, int ten) {
        this.starts = starts;
        this.reference = reference;
        this.logs = logs;
        double all = Arrays.stream(reference).sum();
        for (int k = 0; k < SHARES.length; k++) {
            double squares = 0;
            for (int place = 0; place < reference.length; place++) {
                double log = logs[ten + k][place];
                double ratio = log - Math.log(reference[place] / all);
                means[k] += Math.exp(log) * ratio;
                squares += Math.exp(log) * ratio * ratio;
            }
            variances[k] = squares - means[k] * means[k];
        }
    }

    /** The profile must know magnitudes. */
    static UnitEvidence of(FeatureProfile profile) {
        Sizes before = Sizes.of(profile);
        int[] starts = starts(before);
        int places = starts.length - 1;
        double[] reference = new double[places + 1];
        for (int place = 0; place < places; place++) {
            double values = before.changed(x -> x, starts[place], starts[place + 1]);
            reference[place] = values == 0 ? 1 : values + 0.5;
        }
        reference[places] = profile.present() - before.all() + 0.5;
        double all = Arrays.stream(reference).sum();
        double[] shares = Arrays.stream(reference).map(r -> r / all).toArray();
        List<double[]> logs = new ArrayList<>();
        int ten = 0;
        for (Conversion conversion : conversions(before)) {
            ten = conversion.scale() == 10 ? logs.size() : ten;
            double[] converted = new double[places + 1];
            for (int place = 0; place < places; place++) {
                converted[place] = before.changed(conversion::before, starts[place], starts[place + 1]) / all;
            }
            converted[places] = Math.max(0, 1 - Arrays.stream(converted).sum());
            for (double share : SHARES) {
                double[] alternative = new double[places + 1];
                for (int place = 0; place <= places; place++) {
                    double moved = (1 - STAYS) * converted[place] + STAYS * shares[place];
                    alternative[place] = Math.log((1 - share) * shares[place] + share * moved);
                }
                logs.add(alternative);
            }
        }
        return new UnitEvidence(starts, reference, logs.toArray(double[][]::new), ten);
    }

    /** Cells below the smallest value are a place, cells above the largest are one, and those between are joined. */
    private static int[] starts(Sizes before) {
        TreeSet<Integer> starts = new TreeSet<>(List.of(0, Magnitudes.CELLS));
        double wanted = Math.max(FEWEST, before.all() / PLACES);
        int first = 0;
        int end = Magnitudes.CELLS;
        while (first < end && before.count(first) == 0) {
            first++;
        }
        while (end > first && before.count(end - 1) == 0) {
            end--;
        }
        starts.add(first);
        starts.add(end);
        double left = before.all();
        double here = 0;
        for (int cell = first; cell < end; cell++) {
            here += before.count(cell);
            if (here >= wanted && left - here >= wanted) {
                starts.add(cell + 1);
                left -= here;
                here = 0;
            }
        }
        return starts.stream().mapToInt(Integer::intValue).toArray();
    }

    private static List<Conversion> conversions(Sizes before) {
        double middle = before.quantile(0.5);
        List<Conversion> all = new ArrayList<>(Conversion.KNOWN.stream()
                .filter(c -> before.all() > 0 && c.suits(middle))
                .toList());
        for (double log = 1.5 * STEP; log < Math.log(2000); log += STEP) {
            all.add(Conversion.times(Math.exp(log)));
            all.add(Conversion.times(Math.exp(-log)));
        }
        return all;
    }

    /** Logarithm of the e-value; 0 for no value. */
    double log(FeatureCounts counts) {
        long[] here = of(counts);
        double[] sums = new double[logs.length];
        for (int a = 0; a < sums.length; a++) {
            double sum = 0;
            for (int place = 0; place < here.length; place++) {
                sum += here[place] * logs[a][place];
            }
            sums[a] = sum - Math.log(sums.length);
        }
        return ShareEvidence.sum(sums) - ShareEvidence.logProbability(reference, here);
    }

    private long[] of(FeatureCounts counts) {
        long[] here = new long[reference.length];
        long positive = 0;
        for (int place = 0; place < here.length - 1; place++) {
            for (int cell = starts[place]; cell < starts[place + 1]; cell++) {
                here[place] += counts.magnitude(cell);
            }
            positive += here[place];
        }
        here[here.length - 1] = counts.present() - positive;
        return here;
    }

    /**
     * The smallest share of values, of those that are tried, whose multiplication by ten would be found among {@code n} with a probability
     * of about 80 %: where the mean of the evidence is above the threshold by 0.84 of its standard deviations. 1 or more if none is.
     */
    double found(long n, double threshold) {
        for (int k = 0; k < SHARES.length; k++) {
            double needed = threshold + Math.log(logs.length) + 0.84 * Math.sqrt(n * variances[k]);
            if (n * means[k] >= needed) {
                return SHARES[k];
            }
        }
        return 1;
    }
}
