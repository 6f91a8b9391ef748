/** Predictions of one of several classes. */
package org.clinicalmlops.metrics.classes;
