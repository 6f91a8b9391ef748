/** How mature an operation is: computed from a ledger alone. */
package org.clinicalmlops.core.maturity;
