/** Step 2 at work: which rows train, and what a model is given of them. */
package org.clinicalmlops.core.feature;
