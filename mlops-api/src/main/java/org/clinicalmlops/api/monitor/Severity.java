package org.clinicalmlops.api.monitor;

/** How much an alert presses: by what it does to patients, not by how small a probability is. */
public enum Severity {
    /** Inputs or operation have changed; the predictions hardly. Can wait for working hours. */
    LOW,
    /** Predictions may be wrong for some patients: inputs are gone, garbled, or shift the risks. */
    MODERATE,
    /** Outcomes show that patients are served worse. */
    HIGH
}
