/** Step 1 at work: sources, pseudonyms, and the extraction of a cohort. */
package org.clinicalmlops.core.data;
