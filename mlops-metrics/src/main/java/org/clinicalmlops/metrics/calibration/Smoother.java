package org.clinicalmlops.metrics.calibration;

/** How a flexible calibration curve is drawn. */
public enum Smoother {
    /**
     * Local quadratic regression with tricube weights on the nearest 75 % of the cases (Cleveland and Devlin 1988), as R's
     * {@code loess(happened ~ risk, degree = 2, span = 0.75, control = loess.control(surface = "direct"))}, which Austin and
     * Steyerberg 2019 take for ICI. It is fitted at every distinct risk up to 5,000 of them, at O(n) each; beyond, on a grid
     * of some 500 risks, half of them evenly spaced and half at even ranks, made finer where the curve bends, and linear in between: less
     * than 1e-4 off, measured on skewed risks. Where fewer than
     * three different risks have weight the degree is lowered, and where a neighbourhood is one risk only its share of events is
     * taken; R uses a pseudo-inverse in the one case, which draws towards 0, and stops in the other.
     */
    LOESS,

    /**
     * Logistic regression on a restricted cubic spline of the log odds of the risk with knots at its 5 %, 35 %, 65 % and 95 % quantiles
     * (Harrell 2015, Regression Modeling Strategies, section 2.4). O(n) for each of some ten steps: for many cases, and steadier where
     * events are few. Quantiles that coincide are one knot; with fewer than three, the curve is {@link LogisticRecalibration}.
     */
    SPLINE
}
