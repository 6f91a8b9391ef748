package org.clinicalmlops.api.learn;

import java.time.Period;
import java.util.Objects;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;

/**
 * Which data a change may learn from, and which it must not see.
 *
 * @param newest the rows of this much time, the newest whose horizon has passed
 * @param intervened what becomes of rows whose outcome was changed because of the model's own alert
 * @param referenceStandard how an outcome is established, for a reviewer to read
 * @param sequestered share of the newest rows' patients that is kept for judging, in (0, 1); they never train
 * @param oneSourceAtMost largest share of rows from one source, in (0, 1]
 */
public record DataManagement(
        Period newest, Intervened intervened, String referenceStandard, double sequestered, double oneSourceAtMost)
        implements Declared {
    /** Our choice. */
    private static final double SEQUESTERED = 0.3;

    /** What becomes of rows whose outcome was changed because of the model's own alert. */
    public enum Intervened {
        /** They teach nothing: what would have happened is not known. */
        LEFT_OUT,
        /** They count with the outcome that they had: the model then learns from its own success, and risks go down where it helps. */
        AS_SEEN
    }

    public DataManagement {
        Objects.requireNonNull(newest, "newest");
        if (newest.isNegative() || newest.isZero()) {
            throw new IllegalArgumentException("newest must be longer than zero, was " + newest);
        }
        Objects.requireNonNull(intervened, "intervened");
        Declarable.text("referenceStandard", referenceStandard);
        Declarable.probability("sequestered", sequestered);
        if (!(oneSourceAtMost > 0 && oneSourceAtMost <= 1)) {
            throw new IllegalArgumentException("oneSourceAtMost must be in (0, 1], was " + oneSourceAtMost);
        }
    }

    /** @param newest longer than zero */
    public static NeedsIntervened newest(Period newest) {
        return intervened -> standard -> new DataManagement(newest, intervened, standard, SEQUESTERED, 1);
    }

    /** Keeps this share of patients for judging; 0.3 unless told. */
    public DataManagement sequestering(double share) {
        return new DataManagement(newest, intervened, referenceStandard, share, oneSourceAtMost);
    }

    /** Takes no more than this share of rows from one source; 1 unless told. */
    public DataManagement fromOneSourceAtMost(double share) {
        return new DataManagement(newest, intervened, referenceStandard, sequestered, share);
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("data-management")
                .with("newest", newest.toString())
                .with("intervened", intervened.name())
                .with("referenceStandard", referenceStandard)
                .with("sequestered", sequestered)
                .with("oneSourceAtMost", oneSourceAtMost);
    }

    /** What becomes of rows that were intervened on. */
    public interface NeedsIntervened {
        NeedsReferenceStandard intervened(Intervened what);
    }

    /** How an outcome is established. */
    public interface NeedsReferenceStandard {
        DataManagement referenceStandard(String sentence);
    }
}
