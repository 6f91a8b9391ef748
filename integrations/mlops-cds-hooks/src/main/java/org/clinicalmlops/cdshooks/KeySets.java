package org.clinicalmlops.cdshooks;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.text.ParseException;
import java.util.List;

/** JWK Sets of clients. */
final class KeySets {
    /** NIST SP 800-131A: shorter ones are not to be used. */
    private static final int LEAST_RSA_BITS = 2048;

    private KeySets() {}

    /**
     * The keys of a set by which a signature can be checked; others are left out.
     *
     * @throws IllegalArgumentException if it is no set, none is left, or one is private or symmetric: whoever handed that over has a problem
     *     that must not pass unseen
     */
    static JWKSet read(String json) {
        JWKSet set;
        try {
            set = JWKSet.parse(json);
        } catch (ParseException e) {
            throw new IllegalArgumentException("the keys of a client must be a JWK Set"); // the cause may repeat keys
        }
        if (set.getKeys().stream().anyMatch(JWK::isPrivate)) {
            throw new IllegalArgumentException(
                    "the keys of a client must be public ones, one was private or symmetric");
        }
        List<JWK> usable = set.getKeys().stream().filter(KeySets::usable).toList();
        if (usable.isEmpty()) {
            throw new IllegalArgumentException(
                    "the JWK Set of a client must have a key with a kid, for signatures, by an"
                            + " elliptic curve or by RSA with at least " + LEAST_RSA_BITS + " bits");
        }
        return new JWKSet(usable);
    }

    private static boolean usable(JWK key) {
        boolean strong = key instanceof ECKey || key instanceof RSAKey && key.size() >= LEAST_RSA_BITS;
        boolean signs = key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE);
        return strong && signs && key.getKeyID() != null;
    }
}
