package org.clinicalmlops.api.ledger;

import java.util.Objects;
import javax.crypto.SecretKey;

/**
 * A key under which rows are sealed, and which of its owner's keys it is. Immutable.
 *
 * @param generation 1 for the first key of a name, one more for each that came after it
 * @param secret AES, 256 bits
 */
public record PatientKey(long generation, SecretKey secret) {
    /** AES-256. */
    public static final int BYTES = 32;

    public PatientKey {
        Objects.requireNonNull(secret, "secret");
        if (generation < 1) {
            throw new IllegalArgumentException("generation must be >= 1, was " + generation);
        }
        if (!secret.getAlgorithm().equals("AES")) {
            throw new IllegalArgumentException("a key must be of AES, was of " + secret.getAlgorithm());
        }
    }

    /** The generation only. */
    @Override
    public String toString() {
        return "key " + generation;
    }
}
