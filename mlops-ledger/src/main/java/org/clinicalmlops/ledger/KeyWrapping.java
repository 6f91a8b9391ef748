package org.clinicalmlops.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.clinicalmlops.api.ledger.KeysUnavailable;
import org.clinicalmlops.api.ledger.PatientKey;

/**
 * Keys as they are stored: AES-256-GCM under the host's master key, with name and generation as associated data, so that a key cannot be
 * put in the place of another one. 12 bytes of nonce and the 48 bytes of key and tag: {@value #BYTES} always. Stateless but for the
 * master key; thread-safe.
 */
final class KeyWrapping {
    static final int BYTES = 60;

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey master;

    KeyWrapping(SecretKey master) {
        if (!master.getAlgorithm().equals("AES")) {
            throw new IllegalArgumentException("the master key must be of AES, was of " + master.getAlgorithm());
        }
        byte[] encoded = master.getEncoded(); // null where the key never leaves its device
        if (encoded != null && encoded.length != PatientKey.BYTES) {
            throw new IllegalArgumentException(
                    "the master key must have " + PatientKey.BYTES + " bytes, had " + encoded.length);
        }
        this.master = master;
    }

    /** A fresh key, drawn by the platform. */
    static SecretKey draw() {
        try {
            KeyGenerator generator = KeyGenerator.getInstance("AES");
            generator.init(8 * PatientKey.BYTES);
            return generator.generateKey();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES", e);
        }
    }

    byte[] wrap(SecretKey key, String name, long generation) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.ENCRYPT_MODE, master);
            cipher.updateAAD(boundTo(name, generation));
            byte[] nonce = cipher.getIV();
            byte[] wrapped = cipher.doFinal(key.getEncoded());
            if (nonce.length + wrapped.length != BYTES) {
                throw new IllegalStateException("a wrapped key has " + (nonce.length + wrapped.length) + " bytes");
            }
            byte[] all = Arrays.copyOf(nonce, BYTES);
            System.arraycopy(wrapped, 0, all, NONCE, wrapped.length);
            return all;
        } catch (GeneralSecurityException e) {
            throw new KeysUnavailable("a key could not be wrapped under the master key", e);
        }
    }

    /** @throws KeysUnavailable if it was not wrapped under this master key, or was changed */
    PatientKey unwrap(byte[] wrapped, String name, long generation) {
        if (wrapped.length != BYTES) {
            throw new KeysUnavailable("a stored key is damaged: it has " + wrapped.length + " bytes");
        }
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.DECRYPT_MODE, master, new GCMParameterSpec(TAG_BITS, wrapped, 0, NONCE));
            cipher.updateAAD(boundTo(name, generation));
            byte[] key = cipher.doFinal(wrapped, NONCE, BYTES - NONCE);
            return new PatientKey(generation, new SecretKeySpec(key, "AES"));
        } catch (AEADBadTagException e) {
            throw new KeysUnavailable("a stored key was wrapped under another master key, or was changed");
        } catch (GeneralSecurityException e) {
            throw new KeysUnavailable("a key could not be unwrapped with the master key", e);
        }
    }

    private static byte[] boundTo(String name, long generation) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + utf8.length)
                .putLong(generation)
                .put(utf8)
                .array();
    }
}
