package org.clinicalmlops.api.monitor;

import java.time.Duration;
import java.time.Instant;

/**
 * How many false alarms a detector may raise: a part of the one number that a plan allows. Expected numbers add up, whatever depends
 * on whatever, so that the parts keep the whole. Immutable.
 *
 * @param perYear expected false alarms a year; finite, {@code >= 0}; 0 for what never pages
 */
public record Allowance(double perYear) {
    /** No single test is looser than this, however generous the budget. Our choice. */
    public static final double LOOSEST = 0.05;

    private static final double SECONDS_OF_A_YEAR = 365.25 * 86_400;

    public Allowance {
        if (!(perYear >= 0 && perYear < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("perYear must be finite and >= 0, was " + perYear);
        }
    }

    /** One of {@code n} equal parts; all of it for {@code n <= 1}. */
    public Allowance over(int n) {
        return new Allowance(perYear / Math.max(1, n));
    }

    /** @param share in [0, 1] */
    public Allowance part(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("share must be in [0, 1], was " + share);
        }
        return new Allowance(perYear * share);
    }

    /** Expected false alarms that the time between two instants allows; 0 if the second is not later. */
    public double between(Instant from, Instant to) {
        return perYear * years(from, to);
    }

    /**
     * Probability of a false alarm of one test that looks back on a stretch of time. Since it is the stretch's part of the year's
     * allowance, the expected alarms keep the allowance however often, or seldom, somebody looks.
     */
    public double alpha(Instant from, Instant to) {
        return Math.min(LOOSEST, between(from, to));
    }

    /** Years of 365.25 days between two instants; 0 if the second is not later. */
    public static double years(Instant from, Instant to) {
        return to.isAfter(from) ? Duration.between(from, to).toSeconds() / SECONDS_OF_A_YEAR : 0;
    }
}
