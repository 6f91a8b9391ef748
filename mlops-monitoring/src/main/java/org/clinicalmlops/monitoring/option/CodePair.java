package org.clinicalmlops.monitoring.option;

import java.util.Optional;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.monitor.FeatureCounts;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;

/**
 * The chart of two codes. Of the rows that have either, a share q had the more frequent one in training. That they are exchanged, {@code 1 - q},
 * is put against every share from {@code t} on, with {@code t = q - (2 q - 1) / 4}: a quarter of the way to an exchange is other
 * patients, which is tolerated; or against the lower bound of Clopper and Pearson for q at {@value #LEVEL}, if that is lower. A row brings
 * {@code (1 - q) / t} or {@code q / (1 - t)}, whose mean is at most 1 for all these shares. Shiryaev-Roberts: each window brings its part
 * of the false alarms and then its rows; alarms at 1 and begins anew. Single-threaded.
 */
final class CodePair {
    /** Of the bound of the share in training. */
    static final double LEVEL = 0.99;

    private static final double FEWEST = 0.01; // share of the rows, of the rarer code
    private static final double LARGEST_LOG = 700;

    final int feature;
    final int common;
    final int rare;
    final long before; // rows with either in training
    private final double share;
    private final double ofCommon; // logarithms of what a row brings
    private final double ofRare;

    private double state;
    private double gained; // parts of the false alarms since the start
    private long rows;

    /** What a window showed: the chart after it, and the logarithm of what its rows brought. */
    record Step(double state, double brought, long rows, double share) {}

    private CodePair(int feature, int common, int rare, long before, double share, double tolerated) {
        this.feature = feature;
        this.common = common;
        this.rare = rare;
        this.before = before;
        this.share = share;
        ofCommon = Math.log((1 - share) / tolerated);
        ofRare = Math.log(share / (1 - tolerated));
    }

    /** Empty for codes that are too rare, or too much alike in frequency to tell an exchange. */
    static Optional<CodePair> of(int feature, FeatureProfile profile, int one, int other) {
        int common = profile.count(one) >= profile.count(other) ? one : other;
        int rare = common == one ? other : one;
        long hits = profile.count(common);
        long misses = profile.count(rare);
        if (misses < FEWEST * profile.present() || misses == 0) {
            return Optional.empty();
        }
        double share = (double) hits / (hits + misses);
        double lower = new BetaDistribution(null, hits, misses + 1.0, 1e-12).inverseCumulativeProbability(1 - LEVEL);
        double tolerated = Math.min(lower, share - (2 * share - 1) / 4);
        return tolerated > 0.5
                ? Optional.of(new CodePair(feature, common, rare, hits + misses, share, tolerated))
                : Optional.empty();
    }

    double share() {
        return share;
    }

    Step read(FeatureCounts counts, double part) {
        long hits = counts.bin(common);
        long misses = counts.bin(rare);
        double brought = hits * ofCommon + misses * ofRare;
        state = Math.exp(Math.min(LARGEST_LOG, Math.log(state + part) + brought)); // log 0 is no chart
        gained += part;
        rows += hits + misses;
        Step step = new Step(state, brought, rows, hits + misses == 0 ? share : (double) hits / (hits + misses));
        if (state >= 1) {
            state = 0;
            gained = 0;
            rows = 0;
        }
        return step;
    }

    /** Whether an exchange since the start would be expected to have carried the chart to its limit. */
    boolean wouldHaveFound() {
        double growth = (1 - share) * ofCommon + share * ofRare;
        return gained > 0 && Math.log(gained) + rows * growth >= 0;
    }

    void save(StateOutput out) {
        out.putDoubles(new double[] {state, gained});
        out.putLong(rows);
    }

    void restore(StateInput in) {
        double[] stored = in.getDoubles(2);
        state = within("chart of exchanged codes", stored[0], 1);
        gained = within("part of the false alarms of exchanged codes", stored[1], Double.MAX_VALUE);
        rows = in.getLong();
    }

    private static double within(String name, double value, double most) {
        if (!(value >= 0 && value <= most)) {
            throw new MlopsException("a " + name + " must be in [0, " + most + "], was " + value);
        }
        return value;
    }
}
