/** Detectors of what the model is given and of what it says. */
package org.clinicalmlops.monitoring.input;
