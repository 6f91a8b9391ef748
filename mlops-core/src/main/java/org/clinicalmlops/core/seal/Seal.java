package org.clinicalmlops.core.seal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Bytes sealed with AES-256-GCM: 12 bytes of nonce, drawn by the platform for each seal, then the ciphertext with its 16 bytes of tag.
 * What it is bound to (the associated data) has to be the same when it is opened. Stateless.
 *
 * @see <a href="https://doi.org/10.6028/NIST.SP.800-38D">NIST SP 800-38D: up to 2^32 random nonces under one key</a>
 */
final class Seal {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private Seal() {}

    /** What was sealed is not what is opened, or under another key, or bound to something else. */
    static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;

        Broken(String message) {
            super(message);
        }
    }

    static byte[] close(SecretKey key, byte[] boundTo, byte[] plain) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.ENCRYPT_MODE, key); // without a nonce of ours the platform draws one
            byte[] nonce = cipher.getIV();
            if (nonce.length != NONCE) {
                throw new IllegalStateException(
                        "the platform draws nonces of " + nonce.length + " bytes, not " + NONCE);
            }
            cipher.updateAAD(boundTo);
            byte[] sealed = Arrays.copyOf(nonce, NONCE + cipher.getOutputSize(plain.length));
            int length = cipher.doFinal(plain, 0, plain.length, sealed, NONCE);
            return Arrays.copyOf(sealed, NONCE + length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + CIPHER, e);
        }
    }

    static byte[] open(SecretKey key, byte[] boundTo, byte[] sealed) throws Broken {
        if (sealed.length < NONCE + TAG_BITS / 8) {
            throw new Broken("it is shorter than any seal");
        }
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, sealed, 0, NONCE));
            cipher.updateAAD(boundTo);
            return cipher.doFinal(sealed, NONCE, sealed.length - NONCE);
        } catch (AEADBadTagException e) {
            throw new Broken("it was changed, or belongs to something else");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + CIPHER, e);
        }
    }

    /** Texts one after the other, each behind the number of its bytes: no two lists share bytes. */
    static byte[] boundTo(String... texts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(160);
        for (String text : texts) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            bytes.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(0, utf8.length).array());
            bytes.writeBytes(utf8);
        }
        return bytes.toByteArray();
    }
}
