/** Step 1: where rows come from, and which of them take part in a run. */
package org.clinicalmlops.api.data;
