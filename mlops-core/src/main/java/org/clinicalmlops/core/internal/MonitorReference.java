package org.clinicalmlops.core.internal;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.evaluate.Judged;
import org.clinicalmlops.api.monitor.Reference;
import org.clinicalmlops.api.train.Binding.Scorer;
import org.clinicalmlops.core.data.Cohort;
import org.clinicalmlops.core.model.ModelArtifact;

/** What monitoring is to compare with: the rows that a model was made of, what it says of them, and when they were. */
public final class MonitorReference {
    private MonitorReference() {}

    /**
     * @param training positions of the rows that the model was made of
     * @param judged its predictions on rows that it has not seen
     */
    public static <R> Reference of(
            Scorer<R, Risk> scorer, Cohort<R> cohort, int[] training, ModelArtifact model, Judged<Risk> judged) {
        double[] said = Arrays.stream(training)
                .mapToDouble(i -> scorer.score(cohort.row(i)).map(Risk::value).orElse(Double.NaN))
                .toArray();
        List<Instant> times =
                Arrays.stream(training).mapToObj(cohort::indexedAt).toList();
        return Reference.of(cohort.features().rows(training).select(model.schema()), model.levels(), judged)
                .risks(said)
                .at(times);
    }
}
