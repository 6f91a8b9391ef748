package org.clinicalmlops.cdshooks;

import java.time.Instant;

/**
 * Remembers which tokens have been used, so that none is used twice. A host whose service runs in several JVMs gives one that they share;
 * otherwise a token that was overheard could be used once at each.
 */
@FunctionalInterface
public interface SeenTokens {
    /**
     * Whether the token may be used: it has not been seen, and is remembered from now on. Thread-safe.
     *
     * @param until when it may be forgotten, since it is no longer good
     * @return false also if it cannot be remembered
     */
    boolean firstTime(String issuer, String tokenId, Instant now, Instant until);

    /**
     * In this JVM's memory.
     *
     * @param most tokens of one issuer at a time, {@code >= 1}; more are refused until some have ended: with tokens of five minutes, 100,000
     *     are 333 calls a second
     */
    static SeenTokens inMemory(int most) {
        return new TokenMemory(most);
    }
}
