/** Detectors that a plan can add: {@code plan.detecting(...)}. */
package org.clinicalmlops.monitoring.option;
