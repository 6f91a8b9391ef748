package org.clinicalmlops.monitoring.harm;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.clinicalmlops.api.monitor.RiskCells;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;

/**
 * Cases by their risk, one class to each doubling of the smaller of risk and complement, with the sum of the risks of each class:
 * small, and fine enough for what depends smoothly on the risk. Sums are in units of 1e-9, so that they add up exactly.
 * Single-threaded.
 */
final class RiskTally {
    private static final int A_DOUBLING = 8; // cells of RiskCells
    private static final int CLASSES = RiskCells.CELLS / A_DOUBLING;
    private static final double NANO = 1e9;
    private static final double FARTHEST = Math.log(100);

    private final long[] cases = new long[CLASSES];
    private final long[] risks = new long[CLASSES];

    /**
     * By how much the odds of the event exceed the predicted ones.
     *
     * @param value in (0, infinity); 1 is as predicted
     * @param lower of the 95 % interval
     * @param upper of the 95 % interval
     */
    record OddsRatio(double value, double lower, double upper) {}

    void add(double risk) {
        int at = RiskCells.cell(risk) / A_DOUBLING;
        cases[at]++;
        risks[at] += Math.round(risk * NANO);
    }

    void clear() {
        Arrays.fill(cases, 0);
        Arrays.fill(risks, 0);
    }

    long cases() {
        return Arrays.stream(cases).sum();
    }

    /** Events that the model expects: the sum of the risks, to 1e-9 for each case. */
    double expected() {
        return Arrays.stream(risks).sum() / NANO;
    }

    /** Sum over all cases of a smooth function of the risk. */
    double sum(DoubleUnaryOperator ofRisk) {
        double sum = 0;
        for (int i = 0; i < CLASSES; i++) {
            if (cases[i] > 0) {
                sum += cases[i] * ofRisk.applyAsDouble(Math.min(1, risks[i] / NANO / cases[i]));
            }
        }
        return sum;
    }

    /** The risk after its odds are multiplied. */
    static double moved(double risk, double oddsRatio) {
        return oddsRatio * risk / (1 - risk + oddsRatio * risk);
    }

    /**
     * The common factor of all odds that expects as many events as there were, which is the one of largest likelihood, with Wald's
     * interval on the log scale. Empty if none or all of the cases that could have the event had it.
     */
    Optional<OddsRatio> oddsRatio(long events) {
        double low = -FARTHEST;
        double high = FARTHEST;
        if (!(excess(low, events) < 0 && excess(high, events) > 0)) {
            return Optional.empty();
        }
        for (int step = 0; step < 60; step++) {
            double middle = (low + high) / 2;
            if (excess(middle, events) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double log = (low + high) / 2;
        double information = sum(p -> moved(p, Math.exp(log)) * (1 - moved(p, Math.exp(log))));
        double reach = new NormalDistribution(null, 0, 1).inverseCumulativeProbability(0.975) / Math.sqrt(information);
        return Optional.of(new OddsRatio(Math.exp(log), Math.exp(log - reach), Math.exp(log + reach)));
    }

    private double excess(double log, long events) {
        return sum(p -> moved(p, Math.exp(log))) - events;
    }

    void save(StateOutput out) {
        out.putLongs(cases);
        out.putLongs(risks);
    }

    void restore(StateInput in) {
        System.arraycopy(in.getLongs(CLASSES), 0, cases, 0, CLASSES);
        System.arraycopy(in.getLongs(CLASSES), 0, risks, 0, CLASSES);
    }
}
