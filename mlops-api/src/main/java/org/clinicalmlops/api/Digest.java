package org.clinicalmlops.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A SHA-256 digest.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Digest(String hex) {
    public Digest {
        Objects.requireNonNull(hex, "hex");
        if (!isDigest(hex)) {
            throw new IllegalArgumentException("digest must be 64 lower-case hex digits, was '" + hex + "'");
        }
    }

    private static boolean isDigest(String hex) {
        boolean digits = hex.length() == 64;
        for (int i = 0; digits && i < 64; i++) {
            char c = hex.charAt(i);
            digits = c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
        }
        return digits;
    }

    /** The digest of {@code bytes}. */
    public static Digest of(byte[] bytes) {
        return new Digest(HexFormat.of().formatHex(sha256().digest(bytes)));
    }

    /** The digest of the UTF-8 bytes of {@code text}. */
    public static Digest of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Wraps the state of a finished SHA-256 computation. */
    public static Digest finish(MessageDigest sha256) {
        return new Digest(HexFormat.of().formatHex(sha256.digest()));
    }

    /** A fresh SHA-256 computation. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The first twelve digits, for a person to read. */
    public String brief() {
        return hex.substring(0, 12);
    }

    @Override
    public String toString() {
        return hex;
    }
}
