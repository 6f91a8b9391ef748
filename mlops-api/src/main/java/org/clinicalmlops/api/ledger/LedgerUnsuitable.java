package org.clinicalmlops.api.ledger;

import org.clinicalmlops.api.MlopsException;

/**
 * No ledger can be kept in this store as it is: an unknown kind of database, one that is not durable, one that a newer library
 * wrote. The message says what to change. Nothing was stored.
 */
public final class LedgerUnsuitable extends MlopsException {
    private static final long serialVersionUID = 1L;

    public LedgerUnsuitable(String message) {
        super(message);
    }
}
