/** A year of an early warning on two wards: what drifts, what is proposed, who signs, what is refused and taken back. */
package org.clinicalmlops.examples.deterioration;
