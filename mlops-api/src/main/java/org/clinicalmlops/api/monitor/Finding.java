package org.clinicalmlops.api.monitor;

import java.util.Objects;
import java.util.Optional;

/**
 * What a detector says of one subject in one window.
 *
 * @param kind what was looked at
 * @param subject name of the feature, or {@code "model"}
 * @param state what it says
 * @param explanation for a reader: what was compared and what was seen
 * @param measure the numbers behind it; empty where there was too little to compute
 */
public record Finding(Kind kind, String subject, State state, String explanation, Optional<Measure> measure) {

    /** What a detector looks at. */
    public enum Kind {
        /** The distribution of a feature against training. */
        INPUT_DRIFT(false),
        /** The share of rows without a value of a feature against training. */
        MISSINGNESS(false),
        /** Whether more or fewer events happen than the model says. */
        CALIBRATION(true),
        /** Whether the model still tells who will have the event. */
        DISCRIMINATION(true);

        private final boolean harm;

        Kind(boolean harm) {
            this.harm = harm;
        }

        /** Whether this is evidence on outcomes, that patients are served worse; drift of inputs alone is not. */
        public boolean harm() {
            return harm;
        }
    }

    /** What a detector says. */
    public enum State {
        OK,
        /** Too few cases to say: not OK. */
        INSUFFICIENT,
        ALARM
    }

    /**
     * The numbers behind a finding.
     *
     * @param statistic the value seen
     * @param threshold the value from which on it alarms
     * @param nReference cases in the baseline
     * @param nCurrent cases in the window
     * @param formula which formula, for example {@code "psi-homogeneity"}
     */
    public record Measure(double statistic, double threshold, long nReference, long nCurrent, String formula) {}

    public Finding {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(explanation, "explanation");
        Objects.requireNonNull(measure, "measure");
    }
}
