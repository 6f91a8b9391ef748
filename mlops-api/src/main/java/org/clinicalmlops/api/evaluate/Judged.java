package org.clinicalmlops.api.evaluate;

import java.util.Objects;
import org.clinicalmlops.api.Output;
import org.clinicalmlops.api.Risk;

/**
 * Predictions beside the truth, case by case: only cases whose outcome is known. May be empty. Immutable.
 *
 * @param <P> what was predicted
 */
public final class Judged<P extends Output> {
    private final double[] predicted;
    private final double[] truth;

    private Judged(double[] predicted, double[] truth) {
        this.predicted = predicted;
        this.truth = truth;
    }

    /**
     * Predicted risks beside what happened. The arrays are copied.
     *
     * @param predicted each in [0, 1]; NaN is rejected
     * @param happened of the same length
     * @throws IllegalArgumentException if lengths differ or a risk is outside [0, 1]
     */
    public static Judged<Risk> risks(double[] predicted, boolean[] happened) {
        Objects.requireNonNull(predicted, "predicted");
        Objects.requireNonNull(happened, "happened");
        if (predicted.length != happened.length) {
            throw new IllegalArgumentException("predicted and happened must be of one length, were " + predicted.length
                    + " and " + happened.length);
        }
        double[] truth = new double[happened.length];
        for (int i = 0; i < truth.length; i++) {
            if (!(predicted[i] >= 0 && predicted[i] <= 1)) {
                throw new IllegalArgumentException("predicted[" + i + "] must be in [0, 1], was " + predicted[i]);
            }
            truth[i] = happened[i] ? 1 : 0;
        }
        return new Judged<>(predicted.clone(), truth);
    }

    public int size() {
        return predicted.length;
    }

    /** What the model said of case {@code i}; for a {@link Risk} in [0, 1]. */
    public double predicted(int i) {
        return predicted[i];
    }

    /** What happened to case {@code i}; for a {@link Risk} 1 for the event and 0 for none. */
    public double truth(int i) {
        return truth[i];
    }

    /** Number of cases with the event, for a {@link Risk}. */
    public long events() {
        long events = 0;
        for (double t : truth) {
            events += t == 1 ? 1 : 0;
        }
        return events;
    }

    /** A copy of the predictions. */
    public double[] toPredicted() {
        return predicted.clone();
    }

    /** A copy of what happened, for a {@link Risk}: true for the event. */
    public boolean[] toHappened() {
        boolean[] happened = new boolean[truth.length];
        for (int i = 0; i < happened.length; i++) {
            happened[i] = truth[i] == 1;
        }
        return happened;
    }

    /** The cases at the given positions, in that order. */
    public Judged<P> cases(int[] positions) {
        double[] p = new double[positions.length];
        double[] t = new double[positions.length];
        for (int i = 0; i < positions.length; i++) {
            p[i] = predicted[positions[i]];
            t[i] = truth[positions[i]];
        }
        return new Judged<>(p, t);
    }
}
