/** The record: append-only and hash-chained, over JDBC. */
package org.clinicalmlops.ledger;
