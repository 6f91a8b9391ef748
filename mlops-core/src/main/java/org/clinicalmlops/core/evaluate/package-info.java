/** Step 4 at work: scores a cohort and computes the plan's numbers. */
package org.clinicalmlops.core.evaluate;
