package org.clinicalmlops.metrics.calibration;

/** How the interval of observed over expected events is made. The value is the same for all; all take the expected events as given. */
public enum RatioInterval {
    /**
     * Normal on the log scale with {@code se(ln O/E) = sqrt((1 - O/n) / O)} (Debray et al. 2017). Needs
     * {@link Calibration#NEEDED} events and non-events.
     */
    LOG,

    /**
     * Exact interval of a Poisson mean for the observed events (Garwood 1936), over the expected ones: what mortality reviews
     * publish as the interval of a standardized mortality ratio. Too wide where risks are high, as then events vary less than a
     * Poisson number. Known for any number of events, 0 included.
     */
    POISSON,

    /**
     * Exact interval of the number of events of cases with differing risks. All odds are multiplied by one factor; the bounds are
     * the ratios of expected events under those factors at which as many events as were observed, or more, and as few or fewer,
     * have probability {@code (1 - level) / 2}. With equal risks this is the interval of Clopper and Pearson 1934; it covers at
     * least at its level whenever the odds are off by a common factor. Known for any number of events, 0 included. The
     * probabilities are those of {@link PoissonBinomial}, exact up to a bound. Our choice of family; the principle is that of
     * Clopper and Pearson.
     */
    POISSON_BINOMIAL
}
