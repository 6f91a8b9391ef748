/** How far groups of patients are apart in any number. */
package org.clinicalmlops.metrics.fairness;
