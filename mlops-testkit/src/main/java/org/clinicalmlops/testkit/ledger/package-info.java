/** The contract that every ledger passes, and a ledger in memory for tests that need one. */
package org.clinicalmlops.testkit.ledger;
