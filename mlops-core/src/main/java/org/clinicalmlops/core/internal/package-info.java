/** How things that happen are stated in the ledger. Not exported. */
package org.clinicalmlops.core.internal;
