package org.clinicalmlops.api.serve;

import java.util.Objects;
import org.clinicalmlops.api.Output;
import org.clinicalmlops.api.explain.Contributions;
import org.clinicalmlops.api.explain.Explanation;

/**
 * A prediction, and what it is made of. What is not shown is not explained either: only an answer can have contributions, so that there is
 * nothing that a screen could show by mistake.
 *
 * @param explanation of the answer, the fallback's if that has answered
 */
public record Explained<P extends Output>(Prediction<P> prediction, Explanation explanation) {
    public Explained {
        Objects.requireNonNull(prediction, "prediction");
        Objects.requireNonNull(explanation, "explanation");
        if (explanation instanceof Contributions && !(prediction instanceof Prediction.Answered)) {
            throw new IllegalArgumentException("only an answer can have contributions, was a "
                    + prediction.getClass().getSimpleName());
        }
    }
}
