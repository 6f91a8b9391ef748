/** Step 5: acceptance criteria, who signs, and the verdict without which nothing is deployed. */
package org.clinicalmlops.api.validate;
