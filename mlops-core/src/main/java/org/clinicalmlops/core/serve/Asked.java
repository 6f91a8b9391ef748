package org.clinicalmlops.core.serve;

import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.explain.Explanation;
import org.clinicalmlops.api.explain.Unexplained;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.serve.Explained;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.core.feature.Typical;
import org.jspecify.annotations.Nullable;

/** What one row's answer was made of, kept while the row is on its way for a caller who has asked for contributions. Not thread-safe. */
final class Asked {
    private @Nullable Explaining by;
    private Typical training = Typical.NONE;
    private Facts inputs = Facts.NONE;

    /** An answer is being given: by what, and of which inputs. */
    void of(Explaining model, Typical typical, Facts seen) {
        by = model;
        training = typical;
        inputs = seen;
    }

    /** The prediction with its contributions, which are computed now; without them if it is no answer. */
    Explained<Risk> with(Prediction<Risk> prediction) {
        Explanation none = new Unexplained(Unexplained.Reason.NOT_ANSWERED);
        boolean answered = by != null && prediction instanceof Prediction.Answered;
        return new Explained<>(prediction, answered ? by.of(training, inputs) : none);
    }
}
