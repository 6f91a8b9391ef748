/** An application that was there before gets a column with a risk. */
package org.clinicalmlops.examples.existing;
