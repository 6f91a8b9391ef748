/** Whether and how far two samples differ, as values or as counts. */
package org.clinicalmlops.metrics.distribution;
