/** A version with its evidence as one signed file, from one ledger to another. */
package org.clinicalmlops.core.exchange;
