/** Whether risks are as high as what happened: observed over expected, slope and intercept, curves, bins, tests, and recalibration. */
package org.clinicalmlops.metrics.calibration;
