package org.clinicalmlops.monitoring.proof;

/**
 * One prediction of a made-up hospital. The array is not copied: a stream makes millions.
 *
 * @param values as recorded: numbers, numbers of levels, NaN
 * @param said what the model says of them
 * @param event what happened
 * @param episode whose
 * @param day days since the monitor was opened
 */
record Row(double[] values, double said, boolean event, String episode, double day) {}
