/** Step 6, on request: what an answer is made of, feature by feature, and the same in words. */
package org.clinicalmlops.api.explain;
