/** A hospital bought a model and watches it: no trainer, no workspace, nothing but monitoring and the ledger. */
package org.clinicalmlops.examples.bought;
