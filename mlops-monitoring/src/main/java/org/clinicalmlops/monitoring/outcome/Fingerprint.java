package org.clinicalmlops.monitoring.outcome;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.clinicalmlops.api.Digest;

/**
 * 64 bits in place of a text: the first of its SHA-256. Of a million texts two have the same with a probability of 3e-8; one of
 * two such predictions would be refused, one of two such episodes would give no evidence.
 */
final class Fingerprint {
    private Fingerprint() {}

    static long of(String text) {
        return ByteBuffer.wrap(Digest.sha256().digest(text.getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }
}
