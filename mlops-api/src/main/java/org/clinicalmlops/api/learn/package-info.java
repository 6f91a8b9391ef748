/** Step 8: what may change in a model in use, what starts a change, and who promotes it. */
package org.clinicalmlops.api.learn;
