package org.clinicalmlops.core.learn;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.metrics.calibration.Calibration;
import org.clinicalmlops.metrics.distribution.FisherExact;

/**
 * Looks for outcomes that do not fit: a source or period whose share of events is unlike all others, and one whose events no longer go
 * with the risks, as after labels were flipped. Corrected by Bonferroni for the number of sources. Immutable.
 */
public final class LabelGuard {
    /** Rows of a source, and of all others together, without which nothing is said. Our choice. */
    public static final int ROWS = 30;

    private final double alpha;
    private final double oddsRatio;
    private final double slope;

    private LabelGuard(double alpha, double oddsRatio, double slope) {
        this.alpha = alpha;
        this.oddsRatio = oddsRatio;
        this.slope = slope;
    }

    /** @param alpha probability of a false alarm of one rule over all sources, in (0, 0.5) */
    public static NeedsOddsRatio alpha(double alpha) {
        NonInferiority.checkAlpha(alpha);
        return ratio -> {
            if (!(ratio >= 1 && ratio < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("odds ratio must be finite and >= 1, was " + ratio);
            }
            return slope -> {
                if (!(slope > 0 && slope <= 1)) {
                    throw new IllegalArgumentException("slope must be in (0, 1], was " + slope);
                }
                return new LabelGuard(alpha, ratio, slope);
            };
        };
    }

    /** By how much sources may differ honestly. */
    public interface NeedsOddsRatio {
        /** @param ratio of the odds of an event at a source to those elsewhere, either way; finite, {@code >= 1} */
        NeedsSlope toleratingOddsRatio(double ratio);
    }

    /** How far risks may have lost their meaning. */
    public interface NeedsSlope {
        /** @param slope calibration slope of the version in use, in (0, 1]; a source that is shown to be below fails */
        LabelGuard andSlope(double slope);
    }

    /**
     * The share of events of each source against all others together, by Fisher's exact test. Fails where the corrected p-value is at
     * most alpha and the odds, each count raised by one half, differ by more than is tolerated: with many rows an honest difference of
     * case mix is never due to chance. The value is the corrected p-value.
     */
    public GuardAnswer eventRates(LabelledRows rows) {
        String rule = "events as often as at all others: Fisher's exact test, odds ratio beyond "
                + Declaration.number(oddsRatio);
        int sources = rows.parts().size();
        long events = rows.events();
        return worst(rule, rows, (where, part) -> {
            long others = rows.size() - part.n();
            long eventsOfOthers = events - part.events;
            long n = Math.min(part.n(), others);
            if (n < ROWS) {
                return new GuardAnswer.Insufficient(
                        rule, "the source or all others have " + n + " rows, needed " + ROWS, where);
            }
            double p = Math.min(1, sources * FisherExact.pValue(part.events, part.n(), eventsOfOthers, others));
            return p <= alpha && apart(part, eventsOfOthers, others)
                    ? new GuardAnswer.Failed(rule, p, alpha, where)
                    : new GuardAnswer.Passed(rule, p, alpha);
        });
    }

    private boolean apart(LabelledRows.Part part, long eventsOfOthers, long others) {
        double ratio = (part.events + 0.5)
                * (others - eventsOfOthers + 0.5)
                / ((part.n() - part.events + 0.5) * (eventsOfOthers + 0.5));
        return Math.max(ratio, 1 / ratio) > oddsRatio;
    }

    /**
     * The calibration slope of the version in use at each source: flipped labels flatten it, reversed ones turn it over, at any share of
     * events. Fails where the upper end of its interval, of one-sided level alpha over the number of sources, is below the limit. The
     * value is the smallest upper end. A candidate that repairs a slope that is truly lost must be looked at by a person.
     */
    public GuardAnswer flips(LabelledRows rows) {
        String rule = "calibration slope not shown to be below " + Declaration.number(slope);
        double level = 1 - 2 * alpha / Math.max(1, rows.parts().size());
        return worst(
                rule,
                rows,
                (where, part) -> Calibration.slope(part.risks, part.happened, level)
                        .<GuardAnswer>fold(
                                known -> known.interval().upper() < slope
                                        ? new GuardAnswer.Failed(
                                                rule, known.interval().upper(), slope, where)
                                        : new GuardAnswer.Passed(
                                                rule, known.interval().upper(), slope),
                                few -> new GuardAnswer.Insufficient(
                                        rule, few.n() + " cases in the smaller class, needed " + few.needed(), where),
                                undefined -> new GuardAnswer.Insufficient(rule, undefined.reason(), where)));
    }

    /**
     * Of those that fail the one with the smallest value, since one bad source makes all others look unlike the rest; else as {@link
     * GuardAnswer#worst}.
     */
    private static GuardAnswer worst(
            String rule, LabelledRows rows, BiFunction<String, LabelledRows.Part, GuardAnswer> of) {
        List<GuardAnswer> answers = rows.parts().entrySet().stream()
                .map(e -> of.apply(e.getKey(), e.getValue()))
                .toList();
        Optional<GuardAnswer.Failed> failed = answers.stream()
                .filter(GuardAnswer.Failed.class::isInstance)
                .map(GuardAnswer.Failed.class::cast)
                .min(Comparator.comparingDouble(GuardAnswer.Failed::value));
        return failed.<GuardAnswer>map(f -> f)
                .or(() -> GuardAnswer.worst(answers))
                .orElseGet(() -> new GuardAnswer.Insufficient(rule, "there are no rows", "all"));
    }
}
