package org.clinicalmlops.core.data;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Turns a patient's key into a pseudonym: HMAC-SHA-256 under a key that only the host has. The same patient has the same
 * pseudonym under the same key, and nobody without the key can go back. Immutable; thread-safe.
 */
public final class Pseudonyms {
    private static final String ALGORITHM = "HmacSHA256";
    /** 128 bits of the code: collisions are out of reach for any hospital, and it reads better than 256. */
    private static final int KEPT_BYTES = 16;

    private final ThreadLocal<Mac> macs;

    private Pseudonyms(SecretKeySpec key) {
        this.macs = ThreadLocal.withInitial(() -> mac(key));
    }

    private static Mac mac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** @param key secret, at least 16 bytes, kept by the host outside of the ledger; copied */
    public static Pseudonyms hmacSha256(byte[] key) {
        Objects.requireNonNull(key, "key");
        if (key.length < 16) {
            throw new IllegalArgumentException("a pseudonym key must have at least 16 bytes, had " + key.length);
        }
        return new Pseudonyms(new SecretKeySpec(key, ALGORITHM));
    }

    /** The pseudonym of a patient: 32 hexadecimal digits. Cost: about a microsecond; each thread keeps what it needs for it. */
    public String of(String patientKey) {
        Objects.requireNonNull(patientKey, "patientKey");
        byte[] code = macs.get().doFinal(patientKey.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(code, 0, KEPT_BYTES);
    }
}
