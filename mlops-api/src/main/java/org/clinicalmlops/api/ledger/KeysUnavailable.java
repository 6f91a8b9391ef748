package org.clinicalmlops.api.ledger;

import org.clinicalmlops.api.MlopsException;

/**
 * The store of patients' keys did not do what it was asked for. What needed a key was not done: no row is written in plain because it
 * could not be sealed. The same call can be made again.
 */
public final class KeysUnavailable extends MlopsException {
    private static final long serialVersionUID = 1L;

    /** @param message says what was not done, and holds no key and no patient's data */
    public KeysUnavailable(String message) {
        super(message);
    }

    /** @param message says what was not done, and holds no key and no patient's data */
    public KeysUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
