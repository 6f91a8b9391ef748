package org.clinicalmlops.monitoring.feed;

import org.apache.commons.math3.special.Beta;
import org.clinicalmlops.api.Interval;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.Measure;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.metrics.threshold.ProportionInterval;
import org.clinicalmlops.monitoring.text.Wording;

/**
 * A share of the work around predictions, against a limit that people agreed on. Shown with its 95 % interval (Wilson). Beyond the limit it
 * is a NOTICE; an ALARM only if so many, were the true share the limit, had a probability below alpha: by the binomial distribution
 * itself, so that the interval of Clopper and Pearson excludes the limit too. Immutable.
 *
 * @param subject of the finding
 * @param what the share is of, for a reader: {@code "attempts without an answer"}
 * @param hits in [0, {@code n}]
 * @param n of how many; 0 if none was told
 * @param limit of the share, in [0, 1]
 * @param most whether the limit is the most that may be, not the least
 * @param lookFirst where to look if it is passed
 */
record ShareFigure(String subject, String what, long hits, long n, double limit, boolean most, String lookFirst) {
    private static final double SHOWN = 0.95;
    private static final String FORMULA = "share-binomial";

    Finding judge(double alpha, long minimumRows) {
        if (n == 0) {
            return of(State.INSUFFICIENT, "none was told in this window");
        }
        double share = (double) hits / n;
        String text = Wording.percent(share) + " of " + n + limits();
        if (n < minimumRows) {
            return of(State.INSUFFICIENT, text + "; too few to judge");
        }
        Interval shown = ProportionInterval.WILSON.of(hits, n, SHOWN);
        boolean passed = most ? share > limit : share < limit;
        boolean certain = passed && chance(hits) < alpha;
        String interval = ", 95 % interval " + Wording.percent(shown.lower()) + " to " + Wording.percent(shown.upper());
        State state = certain ? State.ALARM : passed ? State.NOTICE : State.OK;
        Finding finding = of(
                        state,
                        text
                                + interval
                                + (certain ? "" : passed ? "; beyond the limit, but chance may do that" : "; in order"))
                .measured(new Measure(
                        share,
                        limit,
                        0,
                        n,
                        FORMULA,
                        "limit of the plan, passed beyond chance at alpha " + Wording.brief(alpha)));
        return passed ? finding.lookFirst(lookFirst) : finding.wouldHaveFound(smallest(alpha));
    }

    /** Probability of so many or more (or fewer) if the true share is the limit. */
    private double chance(long seen) {
        if (most) {
            return seen == 0 ? 1 : Beta.regularizedBeta(limit, seen, n - seen + 1.0);
        }
        return seen == n ? 1 : Beta.regularizedBeta(1 - limit, n - seen, seen + 1.0);
    }

    /** The smallest share of so many that would have been an alarm. */
    private String smallest(double alpha) {
        long low = -1;
        long high = n + 1;
        while (high - low > 1) { // counted from the side that is in order
            long middle = (low + high) >>> 1;
            if (chance(most ? middle : n - middle) < alpha) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high > n
                ? "nothing: no share of " + n + " is beyond chance"
                : (most ? "from " : "down to ") + Wording.percent((double) (most ? high : n - high) / n) + " of " + n;
    }

    private String limits() {
        return ", " + (most ? "at most " : "at least ") + Wording.percent(limit) + " by the plan";
    }

    private Finding of(State state, String text) {
        return Finding.of(
                Kind.OPERATION, OperationFigures.ID, subject, state, "Operation, " + what + ": " + text + ".");
    }
}
