/** Step 6, on request: exact contributions of features to an answer. */
package org.clinicalmlops.core.explain;
