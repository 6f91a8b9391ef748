/** Predictions of a quantity, such as a length of stay. */
package org.clinicalmlops.metrics.quantity;
