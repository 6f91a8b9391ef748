/** Predictions that await their outcome, and outcomes that await the end of their horizon. */
package org.clinicalmlops.monitoring.outcome;
