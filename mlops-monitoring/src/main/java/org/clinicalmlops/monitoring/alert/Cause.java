package org.clinicalmlops.monitoring.alert;

import org.clinicalmlops.api.monitor.Finding;

/**
 * What findings have in common that make one alert.
 *
 * @param scope where to look for it
 * @param subject a feature, a group, or {@link Finding#MODEL}
 */
record Cause(Scope scope, String subject) {
    /** What outcomes show of the model as a whole. */
    static final Cause OUTCOMES = new Cause(Scope.OUTCOMES, Finding.MODEL);

    /** Where a cause lies. */
    enum Scope {
        /** One feature: its interface, its unit, its patients. */
        FEATURE,
        /** Predictions at all. */
        FEED,
        /** Features together, and what comes of them. */
        WHOLE,
        /** The model's outcomes. */
        OUTCOMES,
        /** The outcomes of a group of patients. */
        GROUP,
        /** The work around predictions. */
        OPERATION,
        /** The monitoring itself. */
        OVERSIGHT
    }

    static Cause of(Finding finding) {
        boolean model = finding.subject().equals(Finding.MODEL);
        Scope scope = switch (finding.kind()) {
            case DEAD_FEED -> model ? Scope.FEED : Scope.FEATURE;
            case INPUT_DRIFT, UNSEEN_VALUES, UNIT_CHANGE, MISSINGNESS -> model ? Scope.WHOLE : Scope.FEATURE;
            case PREDICTION_DRIFT, MULTIVARIATE_DRIFT, ESTIMATED_PERFORMANCE -> Scope.WHOLE;
            case CALIBRATION, PERFORMANCE, DISCRIMINATION -> model ? Scope.OUTCOMES : Scope.GROUP;
            case SUBGROUP -> Scope.GROUP;
            case OPERATION -> Scope.OPERATION;
            case OVERSIGHT -> Scope.OVERSIGHT;
        };
        return new Cause(scope, scope == Scope.WHOLE ? Finding.MODEL : finding.subject());
    }

    /** Whether it is often the consequence of another cause, whose alert then says it too. */
    boolean follows() {
        return scope == Scope.GROUP || scope == Scope.WHOLE;
    }
}
