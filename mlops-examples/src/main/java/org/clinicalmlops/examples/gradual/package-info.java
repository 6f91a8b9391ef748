/** A newer version takes over for a tenth of the patients, then for half, then for all. */
package org.clinicalmlops.examples.gradual;
