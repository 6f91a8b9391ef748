/** Intervals from resampled cases, for any number that depends on risks and outcomes. */
package org.clinicalmlops.metrics.resampling;
