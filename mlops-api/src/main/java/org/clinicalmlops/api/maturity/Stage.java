package org.clinicalmlops.api.maturity;

/**
 * The three stages of automation. They turn on continuous monitoring and continual learning.
 *
 * @see <a href="https://doi.org/10.2196/66559">Li et al., J Med Internet Res 2025;27:e66559</a>
 */
public enum Stage {
    /** A frozen model: neither monitoring nor learning runs. */
    NONE("no automation"),
    /** Monitoring runs; retraining is by hand. */
    PARTIAL("partial automation"),
    /** Monitoring runs and has started a retraining by itself. Who promotes is another question. */
    FULL("full automation");

    private final String title;

    Stage(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
