package org.clinicalmlops.api.ledger;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Objects;
import org.clinicalmlops.api.MlopsException;

/**
 * Signs with an Ed25519 key that the host holds: in a file, a token, a service. Whoever can change the database should not be able
 * to use it. The library keeps no key.
 */
@FunctionalInterface
public interface CheckpointSigner {
    /**
     * The Ed25519 signature of these bytes, 64 bytes. May be called from any thread that appends.
     *
     * @throws RuntimeException if it cannot be signed now; nothing else suffers from that
     */
    byte[] sign(byte[] statement);

    /**
     * Signs with this key.
     *
     * @throws IllegalArgumentException if the key is not one for Ed25519
     */
    static CheckpointSigner of(PrivateKey key) {
        Objects.requireNonNull(key, "key");
        if (!key.getAlgorithm().equals("Ed25519") && !key.getAlgorithm().equals("EdDSA")) {
            throw new IllegalArgumentException("key must be one for Ed25519, was for " + key.getAlgorithm());
        }
        return statement -> {
            try {
                Signature ed25519 = Signature.getInstance("Ed25519");
                ed25519.initSign(key);
                ed25519.update(statement);
                return ed25519.sign();
            } catch (GeneralSecurityException e) {
                throw new MlopsException("a checkpoint could not be signed", e);
            }
        };
    }
}
