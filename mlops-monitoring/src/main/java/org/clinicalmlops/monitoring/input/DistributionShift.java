package org.clinicalmlops.monitoring.input;

import java.util.Optional;
import org.clinicalmlops.api.monitor.Finding.Measure;
import org.clinicalmlops.metrics.distribution.Pooling;
import org.clinicalmlops.metrics.distribution.Psi;
import org.clinicalmlops.metrics.distribution.PsiTest;
import org.clinicalmlops.metrics.samplesize.NoncentralChiSquare;
import org.clinicalmlops.monitoring.text.Wording;

/**
 * Whether counts are distributed as in training, by the population stability index of {@link Psi}. Alarms from the larger of two
 * limits on.
 *
 * <p>The first is {@value #ACT} after what chance alone adds, {@code (bins - 1)(1/n + 1/m)}: the stricter of the two usual "act" levels,
 * 0.2 and 0.25, freed of how many rows there are, so that half a standard deviation, 0.24, is above it. What lies between the two limits
 * is listed, and nobody is called. The second makes sure that a drift of {@value #TOLERATED}, the usual "no change worth a look", gives a false
 * alarm with probability alpha only ({@link NoncentralChiSquare}). A test of no change at all would alarm, rightly and to nobody's use, at
 * every slow change of who is seen (ADR 9). With two bins Fisher's exact test takes the place of the second. Immutable.
 */
final class DistributionShift {
    static final double TOLERATED = 0.1;
    static final double ACT = 0.2;

    private static final double POWER = 0.8;

    private final PsiTest.Compared test;
    private final double unit;
    private final double limit;

    private DistributionShift(PsiTest.Compared test) {
        this.test = test;
        unit = 1.0 / test.nReference() + 1.0 / test.nCurrent();
        double act = ACT + (test.bins() - 1) * unit;
        double sure = test.critical().isPresent()
                ? unit * NoncentralChiSquare.critical(test.alpha(), test.bins() - 1, TOLERATED / unit)
                : 0;
        limit = Math.max(act, sure);
    }

    /** @return empty if fewer than two bins are left in which enough current cases are expected */
    static Optional<DistributionShift> of(long[] before, long[] now, Pooling pooling, double alpha) {
        return Psi.test(before, now, pooling, alpha)
                .fold(compared -> Optional.of(new DistributionShift(compared)), notCompared -> Optional.empty());
    }

    boolean alarm() {
        return test.differs() && test.psi() >= limit;
    }

    /**
     * @param what is compared, for example {@code "values"}
     * @param where it is compared with, for example {@code "training"}
     */
    String text(String what, String where) {
        return "the " + what + (alarm() ? " no longer" : "") + " look like those of " + where
                + " (population stability index " + Wording.hundredths(test.psi()) + ", limit "
                + Wording.hundredths(limit) + "; " + test.nCurrent() + " " + what + " now, " + test.nReference()
                + " in " + where + ")";
    }

    Measure measure() {
        return new Measure(
                test.psi(),
                limit,
                test.nReference(),
                test.nCurrent(),
                test.formula(),
                "the larger of " + ACT + " after chance, and a tolerated " + TOLERATED + " excluded at alpha "
                        + Wording.brief(test.alpha()));
    }

    /** The smallest drift that these numbers of rows let be found with a probability of 80 %, in words. */
    String found() {
        double needed = test.critical().isPresent()
                ? limit / unit
                : Math.max(limit / unit, NoncentralChiSquare.critical(test.alpha(), 1, 0));
        double psi = unit * detectable(needed, test.bins() - 1);
        // of two normal distributions of one spread, d standard deviations apart, d^2, of which ten bins keep 0.95
        return "a population stability index of " + Wording.hundredths(psi)
                + ", as of a shift of the mean by about " + Wording.tenths(Math.sqrt(psi / 0.95))
                + " standard deviations, would have been found with a probability of 80 %";
    }

    /** The noncentrality with which a statistic of chi-square reaches what is needed with a probability of 80 %. */
    static double detectable(double needed, int degreesOfFreedom) {
        double low = 0;
        double high = needed + 10 * Math.sqrt(needed) + 10;
        while (high - low > 1e-3 * high) {
            double middle = (low + high) / 2;
            if (NoncentralChiSquare.upperTail(needed, degreesOfFreedom, middle) >= POWER) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }
}
