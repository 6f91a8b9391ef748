/** A published score that a hospital only watches: its own entity class, rows in memory, nothing trained. */
package org.clinicalmlops.examples.pneumonia;
