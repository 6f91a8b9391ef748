package org.clinicalmlops.core.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.feature.FeatureTable;
import org.jspecify.annotations.Nullable;

/** Rows for one purpose: features, outcomes as they were known, pseudonyms and subgroups, bound together row by row. Immutable. */
public final class Cohort<R> {
    private final String source;
    private final DataCut cut;
    private final Optional<Digest> sourceDigest;
    private final List<R> rows;
    private final FeatureTable features;
    private final List<String> patients;
    private final List<Instant> indexed;
    private final List<Outcome<Risk>> outcomes;
    private final List<List<String>> groups;
    private final List<String> subgroups;
    private final Digest digest;

    Cohort(
            String source,
            DataCut cut,
            Optional<Digest> sourceDigest,
            List<R> rows,
            FeatureTable features,
            List<String> patients,
            List<Instant> indexed,
            List<Outcome<Risk>> outcomes,
            List<List<String>> groups,
            List<String> subgroups) {
        this.source = source;
        this.cut = cut;
        this.sourceDigest = sourceDigest;
        this.rows = List.copyOf(rows);
        this.features = features;
        this.patients = List.copyOf(patients);
        this.indexed = List.copyOf(indexed);
        this.outcomes = List.copyOf(outcomes);
        this.groups = List.copyOf(groups);
        this.subgroups = List.copyOf(subgroups);
        this.digest = computeDigest();
    }

    /** Name of the source. */
    public String source() {
        return source;
    }

    public DataCut cut() {
        return cut;
    }

    /** Digest of the bytes or the query behind the rows, where there is one. */
    public Optional<Digest> sourceDigest() {
        return sourceDigest;
    }

    /** Digest of the rows as extracted: every feature, outcome, pseudonym, index instant and subgroup, in order. */
    public Digest digest() {
        return digest;
    }

    public int size() {
        return rows.size();
    }

    /** The host's own row. */
    public R row(int i) {
        return rows.get(i);
    }

    public FeatureTable features() {
        return features;
    }

    /** Pseudonym of the patient of row {@code i}. */
    public String patient(int i) {
        return patients.get(i);
    }

    public Instant indexedAt(int i) {
        return indexed.get(i);
    }

    /** As it was known at the cut's {@code asOf}. */
    public Outcome<Risk> outcome(int i) {
        return outcomes.get(i);
    }

    /** Names of the subgroups. */
    public List<String> subgroups() {
        return subgroups;
    }

    /** The group of row {@code i} in the {@code subgroup}-th subgroup. */
    public String group(int i, int subgroup) {
        return groups.get(i).get(subgroup);
    }

    /** How many rows are in which state. */
    public OutcomeCounts counts() {
        return OutcomeCounts.of(outcomes);
    }

    private Digest computeDigest() {
        MessageDigest sha256 = Digest.sha256();
        put(sha256, features.schema().declaration().json());
        for (String subgroup : subgroups) {
            put(sha256, subgroup);
        }
        for (int i = 0; i < size(); i++) {
            put(sha256, patients.get(i));
            put(sha256, indexed.get(i).toString());
            put(sha256, outcomes.get(i).toString());
            for (String group : groups.get(i)) {
                put(sha256, group);
            }
            for (int f = 0; f < features.schema().size(); f++) {
                if (features.schema().feature(f).categorical()) {
                    put(sha256, features.text(i, f));
                } else {
                    sha256.update(ByteBuffer.allocate(Long.BYTES)
                            .putLong(Double.doubleToLongBits(features.number(i, f)))
                            .array());
                }
            }
        }
        return Digest.finish(sha256);
    }

    /** Length first, so that two texts cannot run into each other; a missing text has length -1. */
    private static void put(MessageDigest sha256, @Nullable String text) {
        byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        sha256.update(ByteBuffer.allocate(Integer.BYTES)
                .putInt(text == null ? -1 : bytes.length)
                .array());
        sha256.update(bytes);
    }
}
