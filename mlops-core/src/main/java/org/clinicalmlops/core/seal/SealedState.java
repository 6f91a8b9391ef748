package org.clinicalmlops.core.seal;

import java.util.Base64;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.ledger.Facts;

/** A state of a monitor as it is stored. Immutable. */
public final class SealedState {
    static final String FORMAT = "sealed-state/1";

    private final long generation;
    private final byte[] stored;

    SealedState(long generation, byte[] stored) {
        this.generation = generation;
        this.stored = stored.clone();
    }

    static SealedState plain(byte[] state) {
        return new SealedState(0, state);
    }

    /** Under which of its keys; 0 if it is not sealed. */
    long generation() {
        return generation;
    }

    /** Its name among the keys: no pseudonym has a slash. */
    static String name(Facts about) {
        return "monitor/" + about.required("deployment") + "/" + about.required("model");
    }

    static long generation(Facts facts) {
        return Long.parseLong(facts.text("key").orElse("0"));
    }

    /** {@code state}, the digest of what is stored, and {@code key} if it is sealed. */
    public Facts facts() {
        Facts facts = Facts.of("state", Digest.of(stored));
        return generation == 0 ? facts : facts.with("key", generation);
    }

    /** Base64. */
    public String body() {
        return Base64.getEncoder().encodeToString(stored);
    }
}
