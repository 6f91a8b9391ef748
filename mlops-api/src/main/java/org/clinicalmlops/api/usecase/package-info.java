/** Step 1: what is predicted, for whom, how far ahead, and who has a say. */
package org.clinicalmlops.api.usecase;
