/** The record, kept in a database through the host's {@link javax.sql.DataSource}. */
package org.clinicalmlops.ledger;
