package org.clinicalmlops.cdshooks;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.crypto.spec.SecretKeySpec;

/**
 * The host's secret under which the uuids of cards are made, so that feedback finds its prediction after a restart and in another JVM, and
 * nobody else can make one up. All JVMs that serve the same clients have the same. Immutable; thread-safe.
 */
public final class CardKeys {
    static final String ALGORITHM = "HmacSHA256";
    /** 128 bits, as for pseudonyms. */
    private static final int LEAST_BYTES = 16;

    private final List<SecretKeySpec> keys;

    private CardKeys(List<SecretKeySpec> keys) {
        this.keys = List.copyOf(keys);
    }

    /** @param secret at least 16 bytes, for this purpose only; copied */
    public static CardKeys of(byte[] secret) {
        return new CardKeys(List.of(key(secret)));
    }

    /** Still takes feedback on cards that were made under an earlier secret; makes none under it. */
    public CardKeys formerly(byte[] secret) {
        List<SecretKeySpec> more = new ArrayList<>(keys);
        more.add(key(secret));
        return new CardKeys(more);
    }

    private static SecretKeySpec key(byte[] secret) {
        Objects.requireNonNull(secret, "secret");
        if (secret.length < LEAST_BYTES) {
            throw new IllegalArgumentException(
                    "a secret for cards must have at least " + LEAST_BYTES + " bytes, had " + secret.length);
        }
        return new SecretKeySpec(secret, ALGORITHM);
    }

    /** That under which cards are made, first. */
    List<SecretKeySpec> keys() {
        return keys;
    }
}
