/** The contract that every trainer passes, and a reference interpreter of the model forms. */
package org.clinicalmlops.testkit.train;
