/** The record: what happened, in an order that cannot be changed without being seen. */
package org.clinicalmlops.api.ledger;
