package org.clinicalmlops.core.registry;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.clinicalmlops.api.Digest;

/**
 * What two versions differ in.
 *
 * @param differences in the order of {@link Part}, then by name; none for two versions that are alike in everything that the ledger holds
 */
public record VersionComparison(Digest a, Digest b, List<Difference> differences) {
    /** What can differ. */
    public enum Part {
        /** Features that the model reads: kind, unit, revision, categories. */
        FEATURES,
        /** How values become columns: imputation, categories. */
        PREPARATION,
        /** How it was fitted. */
        TRAINER,
        /** Rows that it was made from. */
        DATA,
        /** Kind of the form, and its coefficients where both are linear; other forms differ as a whole. */
        FORM,
        /** Intercept and slope of the recalibration. */
        RECALIBRATION,
        /** Anything that the plan says, but not its change plan. */
        PLAN,
        /** A clause of the change plan. */
        CHANGE_PLAN,
        /** A metric over all cases of its own evaluation: on other rows, if the data differ. */
        EVALUATION,
        /** The difference of a metric on the same cases, where one was evaluated against the other. */
        PAIRED
    }

    /**
     * One difference.
     *
     * @param name of the feature, column, metric or member
     * @param ofA a text; empty where it has none
     * @param ofB a text; empty where it has none
     */
    public record Difference(Part part, String name, String ofA, String ofB) {
        public Difference {
            Objects.requireNonNull(part, "part");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(ofA, "ofA");
            Objects.requireNonNull(ofB, "ofB");
        }

        @Override
        public String toString() {
            return part + " " + name + ": " + (ofA.isEmpty() ? "-" : ofA) + " | " + (ofB.isEmpty() ? "-" : ofB);
        }
    }

    public VersionComparison {
        differences = List.copyOf(differences);
    }

    /** The differences in one part. */
    public List<Difference> in(Part part) {
        return differences.stream()
                .filter(difference -> difference.part() == part)
                .toList();
    }

    /** One line for each difference. */
    public String text() {
        return differences.stream()
                .map(Difference::toString)
                .collect(Collectors.joining("\n", a.brief() + " | " + b.brief() + "\n", "\n"));
    }
}
