package org.clinicalmlops.cdshooks;

import com.nimbusds.jose.JWSAlgorithm;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * A client that the hospital has agreed with: who signs its tokens, and by which public keys they are known. Keys come from the host alone:
 * a {@code jku} in a token is never followed. Immutable; thread-safe.
 */
public final class TrustedClient {
    /** Those that the specification recommends. */
    private static final Set<String> RECOMMENDED = Set.of("ES384", "RS384");

    private final String issuer;
    private final Supplier<String> keySet;
    private final Set<String> algorithms;

    private TrustedClient(String issuer, Supplier<String> keySet, Set<String> algorithms) {
        this.issuer = issuer;
        this.keySet = keySet;
        this.algorithms = Set.copyOf(algorithms);
    }

    /**
     * @param issuer as its tokens say it in {@code iss}, to the letter
     * @param keySet its JWK Set as JSON; public keys only
     * @throws IllegalArgumentException if it is no such set, has a private or symmetric key, or none with a kid, for signatures, by an elliptic
     *     curve or by RSA with at least 2048 bits
     */
    public static TrustedClient of(String issuer, String keySet) {
        KeySets.read(keySet);
        return of(issuer, () -> keySet);
    }

    /**
     * As above, for keys that change.
     *
     * @param keySet asked at every call, on the thread of the request: a host fetches the set in the background and answers what it has. What
     *     cannot be read lets nobody in
     */
    public static TrustedClient of(String issuer, Supplier<String> keySet) {
        Wording.requireText("issuer", issuer);
        return new TrustedClient(issuer, Objects.requireNonNull(keySet, "keySet"), RECOMMENDED);
    }

    /**
     * Also takes tokens signed so; ES384 and RS384 unless told.
     *
     * @param algorithm an asymmetric one of RFC 7518, as ES256
     */
    public TrustedClient signing(String algorithm) {
        if (!JWSAlgorithm.Family.EC.contains(JWSAlgorithm.parse(algorithm))
                && !JWSAlgorithm.Family.RSA.contains(JWSAlgorithm.parse(algorithm))) {
            throw new IllegalArgumentException(
                    "algorithm must be an asymmetric one by an elliptic curve or RSA, was '" + algorithm + "'");
        }
        Set<String> more = new TreeSet<>(algorithms);
        more.add(algorithm);
        return new TrustedClient(issuer, keySet, more);
    }

    String issuer() {
        return issuer;
    }

    Supplier<String> keySet() {
        return keySet;
    }

    boolean signs(String algorithm) {
        return algorithms.contains(algorithm);
    }
}
