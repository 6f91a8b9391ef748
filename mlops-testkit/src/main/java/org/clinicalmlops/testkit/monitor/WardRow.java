package org.clinicalmlops.testkit.monitor;

/** A made-up row: of three numbers and a category, with what the model says and what became of the patient. Immutable. */
final class WardRow {
    private final double[] values;
    private final double risk;
    private final boolean event;

    /**
     * @param values coded; NaN is missing
     * @param risk NaN where there is no answer
     */
    WardRow(double[] values, double risk, boolean event) {
        this.values = values.clone();
        this.risk = risk;
        this.event = event;
    }

    double[] values() {
        return values.clone();
    }

    double risk() {
        return risk;
    }

    boolean event() {
        return event;
    }
}
