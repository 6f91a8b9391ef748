package org.clinicalmlops.monitoring.proof;

import java.util.SplittableRandom;

/** Seeds that depend on what is drawn and on nothing else: no table shares a stream with another, and no thread changes one. */
final class Seeds {
    private Seeds() {}

    /**
     * @param purpose which table, and whether settings are being tuned or judged
     * @param stream what is drawn
     * @param replicate which of many
     */
    static SplittableRandom of(String purpose, String stream, long replicate) {
        long hash = 0xcbf29ce484222325L; // FNV-1a, as published
        String key = purpose + '\n' + stream;
        for (int i = 0; i < key.length(); i++) {
            hash = (hash ^ key.charAt(i)) * 0x100000001b3L;
        }
        return new SplittableRandom(hash + 0x9E3779B97F4A7C15L * (replicate + 1)).split();
    }
}
