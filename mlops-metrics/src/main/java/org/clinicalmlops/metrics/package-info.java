/** The numbers: pure functions on arrays and counts, without state and without I/O. */
package org.clinicalmlops.metrics;
