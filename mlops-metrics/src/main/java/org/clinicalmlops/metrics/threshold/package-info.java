/** What acting above a threshold does: counts, rates, net benefit, and how to choose the threshold. */
package org.clinicalmlops.metrics.threshold;
