/** The clock that the examples move by hand. */
package org.clinicalmlops.examples.time;
