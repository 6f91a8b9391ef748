package org.clinicalmlops.api.feature;

import java.time.Period;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;

/**
 * Which rows of a cut train and which evaluate: relative to the cut, so that the same plan can run on newer data. A patient is
 * on one side only: rows of a patient who is also in the later part train nothing.
 *
 * @param evaluateOnLast length of the last part of the cut's index window, which evaluates; longer than zero
 * @param outcomesMayOverlap whether training rows whose outcome window reaches into the evaluation part stay (otherwise they are
 *     dropped and counted)
 */
public record Split(Period evaluateOnLast, boolean outcomesMayOverlap) implements Declared {
    public Split {
        if (evaluateOnLast.isNegative() || evaluateOnLast.isZero()) {
            throw new IllegalArgumentException("evaluateOnLast must be longer than zero, was " + evaluateOnLast);
        }
    }

    /** Evaluates on the last part of the cut; training rows whose outcome window crosses the boundary are dropped. */
    public static Split byTime(Period evaluateOnLast) {
        return new Split(evaluateOnLast, false);
    }

    /**
     * Keeps training rows whose outcome window crosses the boundary. Needed where the horizon is longer than the data; the rows
     * are counted in the ledger. The evaluation then knows outcomes that were learnt after its first day.
     */
    public Split allowingOutcomeOverlap() {
        return new Split(evaluateOnLast, true);
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("split-by-time")
                .with("evaluateOnLast", evaluateOnLast.toString())
                .with("outcomesMayOverlap", outcomesMayOverlap);
    }
}
