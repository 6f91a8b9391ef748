/** How much of a model has to be estimated anew. */
package org.clinicalmlops.metrics.updating;
