/** Change detectors of the literature as they were published: of a stream of numbers, without a promise on false alarms. */
package org.clinicalmlops.monitoring.classic;
