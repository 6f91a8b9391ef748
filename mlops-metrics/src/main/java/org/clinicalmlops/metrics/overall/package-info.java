/** How near risks are to outcomes, calibration and discrimination together: Brier score, log loss, explained variation. */
package org.clinicalmlops.metrics.overall;
