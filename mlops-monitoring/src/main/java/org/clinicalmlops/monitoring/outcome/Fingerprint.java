package org.clinicalmlops.monitoring.outcome;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.clinicalmlops.api.Digest;

/**
 * 48 bits in place of a text: the first of its SHA-256. The next text has the same as one of ten thousand others with a probability
 * of 4e-11. Of two such predictions the second would be refused, of two such episodes it would give no evidence.
 */
final class Fingerprint {
    private Fingerprint() {}

    static long of(String text) {
        return of(text, Digest.sha256());
    }

    /** @param sha256 with nothing in it; there is nothing in it afterwards */
    static long of(String text, MessageDigest sha256) {
        return ByteBuffer.wrap(sha256.digest(text.getBytes(StandardCharsets.UTF_8)))
                        .getLong()
                >>> 16;
    }
}
