/** Detectors of missing values, dead interfaces, operation, and of the monitoring itself. */
package org.clinicalmlops.monitoring.feed;
