package org.clinicalmlops.core.learn;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.Digest;

/**
 * Patients that are kept for judging and never train. Who is drawn depends on the salt and the pseudonym alone, not on order or on who
 * else is there. Known by the digest of the sorted pseudonyms. Immutable.
 */
public final class SequesteredPatients implements Declared {
    private final SortedSet<String> pseudonyms;
    private final Digest digest;

    private SequesteredPatients(SortedSet<String> pseudonyms) {
        this.pseudonyms = pseudonyms;
        this.digest = Declaration.of("sequestered-patients")
                .withTexts("pseudonyms", pseudonyms.stream().toList())
                .digest();
    }

    /**
     * Draws a share of patients.
     *
     * @param pseudonyms recent patients; one that is there twice counts once
     * @param share in (0, 1); the share that is drawn differs from it as chance does
     * @param salt another one draws others: take a new one for every new set
     */
    public static SequesteredPatients drawn(Collection<String> pseudonyms, double share, String salt) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("share must be in (0, 1), was " + share);
        }
        Objects.requireNonNull(salt, "salt");
        SortedSet<String> drawn = new TreeSet<>();
        for (String pseudonym : pseudonyms) {
            if (place(pseudonym, salt) < share) {
                drawn.add(pseudonym);
            }
        }
        return new SequesteredPatients(drawn);
    }

    /** Those that were drawn before, from the record. */
    public static SequesteredPatients of(Collection<String> pseudonyms) {
        return new SequesteredPatients(new TreeSet<>(pseudonyms));
    }

    /** Where in [0, 1) a patient lies: the first 52 bits of SHA-256. */
    private static double place(String pseudonym, String salt) {
        String hex = Digest.of((salt.length() + ":" + salt + pseudonym).getBytes(StandardCharsets.UTF_8))
                .hex();
        return Long.parseLong(hex.substring(0, 13), 16) / (double) (1L << 52);
    }

    public boolean contains(String pseudonym) {
        return pseudonyms.contains(pseudonym);
    }

    public int size() {
        return pseudonyms.size();
    }

    public Digest digest() {
        return digest;
    }

    /**
     * Refuses training rows of patients of this set.
     *
     * @param training pseudonyms of the rows that a candidate learns from
     * @throws IllegalArgumentException if one of them is in the set; the message has their number and no pseudonym
     */
    public void refuse(Collection<String> training) {
        long leaked = training.stream().distinct().filter(pseudonyms::contains).count();
        if (leaked > 0) {
            throw new IllegalArgumentException("training rows must not be of patients of the sequestered set "
                    + digest.brief() + ", but " + leaked + " patients are in both");
        }
    }

    /** The digest only: the record needs no list of patients. */
    @Override
    public Declaration declaration() {
        return Declaration.of("sequestered").with("patients", digest.hex()).with("size", size());
    }
}
