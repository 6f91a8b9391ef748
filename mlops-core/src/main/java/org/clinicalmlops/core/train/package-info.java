/** Step 3 at work: cross-validation, choice, calibration and the final fit. */
package org.clinicalmlops.core.train;
