/** The hot path: what is counted while predictions are made, and how a stretch of time is read from it. */
package org.clinicalmlops.monitoring.count;
