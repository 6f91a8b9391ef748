package org.clinicalmlops.monitoring.option;

import org.clinicalmlops.api.monitor.MaturedCase;

/**
 * What a classic change detector reads of each matured case; in [0, 1], lower is better. It changes with the mix of patients too.
 */
public enum ErrorStream {
    /** 1 if the risk was on the other side of one half than the outcome, 0 otherwise. */
    WRONG_SIDE("share of predictions on the wrong side of one half") {
        @Override
        double of(MaturedCase matured) {
            return Math.abs((matured.event() ? 1 : 0) - matured.risk()) > 0.5 ? 1 : 0;
        }
    },

    /** The squared distance of risk and outcome. */
    SQUARED("mean squared error") {
        @Override
        double of(MaturedCase matured) {
            double gap = (matured.event() ? 1 : 0) - matured.risk();
            return gap * gap;
        }
    };

    private final String words;

    ErrorStream(String words) {
        this.words = words;
    }

    abstract double of(MaturedCase matured);

    String words() {
        return words;
    }
}
