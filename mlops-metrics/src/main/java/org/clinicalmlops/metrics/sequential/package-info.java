/** Sums over one outcome after the other, for charts that are looked at all the time. */
package org.clinicalmlops.metrics.sequential;
