package org.clinicalmlops.api.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.clinicalmlops.api.Digest;

/** The bytes that a hash is over, numbers big-endian and texts behind their length; gathered, since each call of a digest costs. Used once. */
final class HashedBytes {
    /** Our choice: an entry without a body seldom has more. */
    private static final int SIZE = 1_024;

    private final MessageDigest sha = Digest.sha256();
    private final byte[] gathered = new byte[SIZE];
    private int size;

    void number(long value) {
        number((int) (value >>> Integer.SIZE));
        number((int) value);
    }

    void number(int value) {
        for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            one(value >>> shift);
        }
    }

    void one(int lowByte) {
        if (size == SIZE) {
            hand();
        }
        gathered[size++] = (byte) lowByte;
    }

    /** @throws IllegalArgumentException if it is not well-formed Unicode */
    void text(String what, String text) {
        if (!wellFormed(text)) {
            throw malformed(what);
        }
    }

    /** Name and value. @throws IllegalArgumentException if one is not well-formed Unicode */
    void fact(String name, String value) {
        text("the name of a fact", name);
        if (!wellFormed(value)) {
            throw malformed("fact '" + name + "'");
        }
    }

    /** Takes the text if it is well-formed Unicode. */
    private boolean wellFormed(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (!new String(utf8, StandardCharsets.UTF_8).equals(text)) { // half a pair is written as a question mark
            return false;
        }
        number(utf8.length);
        all(utf8);
        return true;
    }

    private static IllegalArgumentException malformed(String what) {
        return new IllegalArgumentException(what + " must be well-formed Unicode, holds half of a surrogate pair");
    }

    void digest(Digest digest) {
        all(HexFormat.of().parseHex(digest.hex()));
    }

    Digest hash() {
        hand();
        return Digest.finish(sha);
    }

    private void all(byte[] bytes) {
        if (bytes.length > SIZE - size) {
            hand();
        }
        if (bytes.length > SIZE) {
            sha.update(bytes);
        } else {
            System.arraycopy(bytes, 0, gathered, size, bytes.length);
            size += bytes.length;
        }
    }

    private void hand() {
        sha.update(gathered, 0, size);
        size = 0;
    }
}
