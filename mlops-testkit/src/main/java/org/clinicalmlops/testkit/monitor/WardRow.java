package org.clinicalmlops.testkit.monitor;

/**
 * A made-up row: of three numbers and a category, with what the model says and what became of the patient.
 *
 * @param values coded; NaN is missing
 * @param risk NaN where there is no answer
 */
record WardRow(double[] values, double risk, boolean event) {}
