/** Step 3: how a model is fitted and chosen, what form it takes, and how it is bound to features again. */
package org.clinicalmlops.api.train;
