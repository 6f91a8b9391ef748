/** Step 2: how a value is read from a host's row, the same at training and at serving, and how rows are split. */
package org.clinicalmlops.api.feature;
