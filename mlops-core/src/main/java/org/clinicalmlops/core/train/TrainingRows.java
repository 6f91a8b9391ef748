package org.clinicalmlops.core.train;

import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.evaluate.Judged;
import org.clinicalmlops.api.feature.FeatureTable;
import org.clinicalmlops.core.data.Cohort;

/** Rows of a cohort with a known outcome, by position. Immutable. */
public final class TrainingRows {
    private final FeatureTable features;
    private final boolean[] happened;
    private final List<String> patients;

    private TrainingRows(FeatureTable features, boolean[] happened, List<String> patients) {
        this.features = features;
        this.happened = happened;
        this.patients = List.copyOf(patients);
    }

    /**
     * @param positions of rows with a known outcome
     * @throws IllegalArgumentException if an outcome is not known
     */
    public static TrainingRows of(Cohort<?> cohort, int[] positions) {
        boolean[] happened = new boolean[positions.length];
        List<String> patients = new ArrayList<>();
        for (int i = 0; i < positions.length; i++) {
            if (!(cohort.outcome(positions[i]) instanceof Outcome.Known<Risk> known)) {
                throw new IllegalArgumentException("row " + positions[i] + " has no known outcome");
            }
            happened[i] = known.truth() == 1;
            patients.add(cohort.patient(positions[i]));
        }
        return new TrainingRows(cohort.features().rows(positions), happened, patients);
    }

    public int size() {
        return happened.length;
    }

    public FeatureTable features() {
        return features;
    }

    public boolean happened(int i) {
        return happened[i];
    }

    /** Pseudonym of the patient of row {@code i}. */
    public String patient(int i) {
        return patients.get(i);
    }

    /** Number of rows with the event. */
    public long events() {
        long events = 0;
        for (boolean h : happened) {
            events += h ? 1 : 0;
        }
        return events;
    }

    /** These risks beside what happened to these rows. */
    Judged<Risk> judge(double[] risks) {
        return Judged.risks(risks, happened);
    }

    TrainingRows rows(int[] positions) {
        boolean[] some = new boolean[positions.length];
        List<String> somePatients = new ArrayList<>();
        for (int i = 0; i < positions.length; i++) {
            some[i] = happened[positions[i]];
            somePatients.add(patients.get(positions[i]));
        }
        return new TrainingRows(features.rows(positions), some, somePatients);
    }

    double[] truth() {
        double[] truth = new double[happened.length];
        for (int i = 0; i < truth.length; i++) {
            truth[i] = happened[i] ? 1 : 0;
        }
        return truth;
    }
}
