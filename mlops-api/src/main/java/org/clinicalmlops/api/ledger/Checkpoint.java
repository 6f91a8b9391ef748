package org.clinicalmlops.api.ledger;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import org.clinicalmlops.api.Digest;

/**
 * A signed statement of where a ledger's chain stood. Kept outside the database, it shows what the chain alone cannot: entries cut
 * off at the end, a past rewritten with new hashes, another ledger in the place of this one.
 *
 * <p>{@link #line} is its one text form, {@link #parse} reads it and nothing else: six fields, a space between two of them,
 * <pre>{@code ledger-checkpoint/1 <entries> <last> <at> <key> <signature>}</pre>
 * {@code entries} in decimal without leading zeros, {@code last} 64 hexadecimal digits, {@code at} as ISO-8601 in UTC, {@code key}
 * the signer's key, {@code signature} Base64 for URLs without padding. What is signed, with Ed25519 (RFC 8032), is the UTF-8 of the
 * line up to the space before the signature. The format never changes under its name.
 *
 * @param entries how many entries there were, at least 1
 * @param last the hash of the newest of them
 * @param at by the clock of who had it signed
 * @param key names the signer's key, for whoever looks up the public one; 1 to 64 of the letters, digits, {@code .}, {@code _} and
 *     {@code -} of ASCII
 * @param signature of {@link #signed}, Base64 for URLs without padding
 */
public record Checkpoint(long entries, Digest last, Instant at, String key, String signature) {
    private static final String FORMAT = "ledger-checkpoint/1";

    public Checkpoint {
        if (entries < 1) {
            throw new IllegalArgumentException("entries must be >= 1, was " + entries);
        }
        Objects.requireNonNull(last, "last");
        Objects.requireNonNull(at, "at");
        requireKey(key);
        if (!canonical(signature)) {
            throw new IllegalArgumentException(
                    "signature must be Base64 for URLs without padding, was '" + signature + "'");
        }
    }

    /** A checkpoint of this chain, signed. @throws IllegalArgumentException if the chain is empty, or the key's name not one */
    public static Checkpoint of(Chain chain, Instant at, String key, CheckpointSigner signer) {
        if (chain.entries() < 1) {
            throw new IllegalArgumentException("entries must be >= 1, was " + chain.entries());
        }
        requireKey(key);
        byte[] signature = signer.sign(statement(chain.entries(), chain.last(), at, key));
        return new Checkpoint(
                chain.entries(),
                chain.last(),
                at,
                key,
                Base64.getUrlEncoder().withoutPadding().encodeToString(signature));
    }

    /**
     * The checkpoint that this line is.
     *
     * @throws IllegalArgumentException if it is not the {@link #line} of one, to the character
     */
    public static Checkpoint parse(String line) {
        String[] fields = line.split(" ", -1);
        if (fields.length == 6) {
            try {
                Checkpoint checkpoint = new Checkpoint(
                        Long.parseLong(fields[1]),
                        new Digest(fields[2]),
                        Instant.parse(fields[3]),
                        fields[4],
                        fields[5]);
                if (checkpoint.line().equals(line)) {
                    return checkpoint;
                }
            } catch (IllegalArgumentException | DateTimeException e) {
                throw new IllegalArgumentException("not a line of a checkpoint: '" + line + "'", e);
            }
        }
        throw new IllegalArgumentException("not a line of a checkpoint: '" + line + "'");
    }

    /** The bytes that the signature is over. A new array each time. */
    public byte[] signed() {
        return statement(entries, last, at, key);
    }

    /** Its one text form, without a line end. */
    public String line() {
        return new String(signed(), StandardCharsets.UTF_8) + " " + signature;
    }

    /**
     * Whether the signature is this key's.
     *
     * @throws IllegalArgumentException if the key is not one for Ed25519
     */
    public boolean isSignedBy(PublicKey publicKey) {
        byte[] bytes = Base64.getUrlDecoder().decode(signature);
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initVerify(publicKey);
            ed25519.update(signed());
            return bytes.length == 64 && ed25519.verify(bytes);
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException("key must be one for Ed25519, was for " + publicKey.getAlgorithm(), e);
        } catch (SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java 17 has Ed25519", e);
        }
    }

    private static byte[] statement(long entries, Digest last, Instant at, String key) {
        return String.join(" ", FORMAT, Long.toString(entries), last.hex(), at.toString(), key)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void requireKey(String key) {
        if (!key.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException(
                    "key must be 1 to 64 letters, digits, '.', '_' and '-', was '" + key + "'");
        }
    }

    private static boolean canonical(String base64) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(base64);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(base64);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
