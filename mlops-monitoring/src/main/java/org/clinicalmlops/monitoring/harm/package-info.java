/** Detectors of what became of patients: calibration, loss, discrimination, of everybody and of groups. */
package org.clinicalmlops.monitoring.harm;
