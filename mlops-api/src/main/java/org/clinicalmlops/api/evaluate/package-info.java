/** Step 4: how good a model is, in numbers with their intervals, over all and by subgroup. */
package org.clinicalmlops.api.evaluate;
