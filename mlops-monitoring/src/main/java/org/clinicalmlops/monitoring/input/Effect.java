package org.clinicalmlops.monitoring.input;

import java.util.Optional;
import java.util.OptionalDouble;
import org.clinicalmlops.api.monitor.Counts;
import org.clinicalmlops.api.monitor.FeatureCounts;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.OutputProfile;
import org.clinicalmlops.api.monitor.RiskCells;

/**
 * What a change of one feature alone does to the mean predicted risk, if the patients of each of its bins are given the mean risk that
 * those of training were given: a sum over bins, which knows nothing of other features that changed too. Immutable.
 */
final class Effect {
    /** A smaller change of the mean risk is not divided by: its parts would be noise. Our choice. */
    static final double WORTH_DIVIDING = 0.005;

    private final OptionalDouble wholeChange;

    private Effect(OptionalDouble wholeChange) {
        this.wholeChange = wholeChange;
    }

    /** Where the whole change of the mean risk is not known. */
    static Effect unknown() {
        return new Effect(OptionalDouble.empty());
    }

    /** Of changes in a stretch of time. */
    static Effect in(Counts counts, OutputProfile before) {
        OptionalDouble mean = mean(before);
        OptionalDouble now = mean(counts.risk());
        return new Effect(
                mean.isPresent() && now.isPresent()
                        ? OptionalDouble.of(now.getAsDouble() - mean.getAsDouble())
                        : OptionalDouble.empty());
    }

    /** Mean risk of the evaluation, by cells; empty if there is no case. */
    static OptionalDouble mean(OutputProfile output) {
        double sum = 0;
        for (int cell = 0; cell < RiskCells.CELLS; cell++) {
            sum += output.cases(cell) * RiskCells.middle(cell);
        }
        return output.cases() == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / output.cases());
    }

    /** Mean of predicted risks, by cells; empty if there is none. */
    static OptionalDouble mean(FeatureCounts risks) {
        double sum = 0;
        long n = 0;
        for (int cell = 0; cell < RiskCells.CELLS; cell++) {
            sum += risks.bin(cell) * RiskCells.middle(cell);
            n += risks.bin(cell);
        }
        return n == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / n);
    }

    /** Adds what the change of a feature's values does to the predictions, where that is known; as many are taken to be missing as were. */
    Finding on(Finding finding, FeatureProfile reference, FeatureCounts now) {
        long values = now.present() - now.unseenLevels();
        long rows = reference.present() + reference.missing();
        if (!reference.knowsRisks() || reference.present() == 0 || values == 0) {
            return finding;
        }
        double risk = 0;
        for (int bin = 0; bin < reference.bins(); bin++) {
            risk += reference.count(bin) * reference.meanRisk(bin);
        }
        double ofMissing = reference.missing() > 0
                ? reference.meanRisk(reference.bins())
                : risk / reference.present(); // what training did not have is taken to be like everybody
        double ofValues = risk / reference.present();
        double missing = (double) reference.missing() / rows;
        double before = (1 - missing) * ofValues + missing * ofMissing;
        double shifted = 0;
        for (int bin = 0; bin < reference.bins(); bin++) {
            shifted += now.bin(bin) * (reference.count(bin) > 0 ? reference.meanRisk(bin) : ofValues);
        }
        double after = (1 - missing) * shifted / values + missing * ofMissing;
        return finding.effect(before, after, share(after - before));
    }

    private double share(double change) {
        return Optional.of(wholeChange)
                .filter(OptionalDouble::isPresent)
                .map(OptionalDouble::getAsDouble)
                .filter(whole -> Math.abs(whole) >= WORTH_DIVIDING)
                .map(whole -> change / whole)
                .orElse(Double.NaN);
    }
}
