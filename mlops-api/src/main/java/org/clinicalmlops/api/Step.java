package org.clinicalmlops.api;

/**
 * The eight steps of the clinical machine-learning life cycle.
 *
 * @see <a href="https://doi.org/10.2196/66559">Li et al., J Med Internet Res 2025;27:e66559</a>
 */
public enum Step {
    USE_CASE_AND_DATA("Use case and data extraction"),
    FEATURES("Data and feature engineering"),
    TRAINING("Training"),
    EVALUATION("Evaluation"),
    VALIDATION("Validation and test in production"),
    SERVING("Serving"),
    MONITORING("Continuous monitoring"),
    CONTINUAL_LEARNING("Continual learning");

    private final String title;

    Step(String title) {
        this.title = title;
    }

    /** The name of the step for a reader. */
    public String title() {
        return title;
    }

    /** 1 to 8. */
    public int number() {
        return ordinal() + 1;
    }
}
