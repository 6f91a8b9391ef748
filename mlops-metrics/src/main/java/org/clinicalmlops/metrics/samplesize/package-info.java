/** How many cases it takes to develop a model, to validate it, and to see a drift. */
package org.clinicalmlops.metrics.samplesize;
