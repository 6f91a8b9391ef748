package org.clinicalmlops.core.feature;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.feature.Split;
import org.clinicalmlops.api.usecase.UseCase;
import org.clinicalmlops.core.data.Cohort;

/**
 * Which rows of a cohort train and which evaluate, by position. Only rows with a known outcome take part; what was left out is
 * counted. Immutable.
 */
public final class SplitRows {
    private final Instant boundary;
    private final int[] training;
    private final int[] evaluation;
    private final long withoutOutcome;
    private final long samePatient;
    private final long overlapping;

    private SplitRows(
            Instant boundary,
            int[] training,
            int[] evaluation,
            long withoutOutcome,
            long samePatient,
            long overlapping) {
        this.boundary = boundary;
        this.training = training;
        this.evaluation = evaluation;
        this.withoutOutcome = withoutOutcome;
        this.samePatient = samePatient;
        this.overlapping = overlapping;
    }

    /**
     * Splits a cohort by time.
     *
     * @throws MlopsException if a side is empty, saying why
     */
    public static SplitRows of(Cohort<?> cohort, Split split, UseCase<Risk> useCase) {
        Instant boundary = cohort.cut()
                .until()
                .atZone(ZoneOffset.UTC)
                .minus(split.evaluateOnLast())
                .toInstant();
        Set<String> later = new HashSet<>();
        for (int i = 0; i < cohort.size(); i++) {
            if (!cohort.indexedAt(i).isBefore(boundary)) {
                later.add(cohort.patient(i));
            }
        }
        List<Integer> training = new ArrayList<>();
        List<Integer> evaluation = new ArrayList<>();
        long withoutOutcome = 0;
        long samePatient = 0;
        long overlapping = 0;
        for (int i = 0; i < cohort.size(); i++) {
            if (!(cohort.outcome(i) instanceof Outcome.Known<Risk>)) {
                withoutOutcome++;
            } else if (!cohort.indexedAt(i).isBefore(boundary)) {
                evaluation.add(i);
            } else if (later.contains(cohort.patient(i))) {
                samePatient++;
            } else {
                boolean overlaps = useCase.maturesAt(cohort.indexedAt(i)).isAfter(boundary);
                overlapping += overlaps ? 1 : 0;
                if (!overlaps || split.outcomesMayOverlap()) {
                    training.add(i);
                }
            }
        }
        if (training.isEmpty()) {
            throw new MlopsException("the split at " + boundary + " leaves no row to train on: of " + cohort.size()
                    + " rows " + withoutOutcome + " have no known outcome, " + evaluation.size() + " evaluate, "
                    + samePatient + " are of patients who evaluate, and of " + overlapping
                    + " the outcome window reaches past the split"
                    + (overlapping > 0 ? " (Split.allowingOutcomeOverlap() keeps these)" : ""));
        }
        if (evaluation.isEmpty()) {
            throw new MlopsException("the split at " + boundary + " leaves no row to evaluate on: of " + cohort.size()
                    + " rows " + withoutOutcome + " have no known outcome and " + training.size() + " train");
        }
        return new SplitRows(boundary, array(training), array(evaluation), withoutOutcome, samePatient, overlapping);
    }

    /** Rows indexed from here on evaluate. */
    public Instant boundary() {
        return boundary;
    }

    /** Positions of the training rows, in the order of the cohort. */
    public int[] training() {
        return training.clone();
    }

    /** Positions of the evaluation rows, in the order of the cohort. */
    public int[] evaluation() {
        return evaluation.clone();
    }

    /** Rows left out because their outcome is pending, censored or intervened. */
    public long withoutOutcome() {
        return withoutOutcome;
    }

    /** Earlier rows left out because their patient also evaluates. */
    public long samePatient() {
        return samePatient;
    }

    /** Earlier rows whose outcome window reaches past the boundary; left out unless the split allows them. */
    public long overlapping() {
        return overlapping;
    }

    private static int[] array(List<Integer> positions) {
        return positions.stream().mapToInt(Integer::intValue).toArray();
    }
}
