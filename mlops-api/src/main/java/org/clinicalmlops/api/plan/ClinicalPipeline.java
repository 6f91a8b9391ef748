package org.clinicalmlops.api.plan;

import java.util.function.Function;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Output;
import org.clinicalmlops.api.data.CohortSource;
import org.clinicalmlops.api.evaluate.EvaluationPlan;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.feature.Split;
import org.clinicalmlops.api.learn.UpdatePolicy;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.serve.Serving;
import org.clinicalmlops.api.train.Train;
import org.clinicalmlops.api.usecase.UseCase;
import org.clinicalmlops.api.validate.GatePolicy;

/**
 * Builds a {@link Pipeline} step by step. Each step takes one value that can be built and tested alone; a step that is left out
 * does not compile. Steps are immutable: a half-built chain can be branched.
 */
public final class ClinicalPipeline {
    private ClinicalPipeline() {}

    public static <P extends Output> NeedsData<P> forUseCase(UseCase<P> useCase) {
        return new NeedsData<>() {
            @Override
            public <R> NeedsFeatures<R, P> data(CohortSource<R> source) {
                return features -> outcome -> split ->
                        train -> evaluation -> gates -> serving -> monitoring -> learning -> () -> new Pipeline<>(
                                useCase,
                                source,
                                features,
                                outcome,
                                split,
                                train,
                                evaluation,
                                gates,
                                serving,
                                monitoring,
                                learning);
            }
        };
    }

    /** Step 1: where rows come from. */
    public interface NeedsData<P extends Output> {
        <R> NeedsFeatures<R, P> data(CohortSource<R> source);
    }

    /** Step 2: how values are read from a row. */
    public interface NeedsFeatures<R, P extends Output> {
        NeedsOutcome<R, P> features(FeatureSet<? super R> features);
    }

    /** Step 1: what became of a row. */
    public interface NeedsOutcome<R, P extends Output> {
        /** @param outcome everything that is known of a row by now; the data cut turns it back into what was known then */
        NeedsSplit<R, P> outcome(Function<? super R, Outcome<P>> outcome);
    }

    /** Step 2: which rows train and which evaluate. */
    public interface NeedsSplit<R, P extends Output> {
        NeedsTrain<R, P> split(Split split);
    }

    /** Step 3: how a model comes about. */
    public interface NeedsTrain<R, P extends Output> {
        NeedsEvaluation<R, P> train(Train<P> train);
    }

    /** Step 4: which numbers are computed. */
    public interface NeedsEvaluation<R, P extends Output> {
        NeedsGates<R, P> evaluate(EvaluationPlan<R, P> evaluation);
    }

    /** Step 5: what a model must show before it is used. */
    public interface NeedsGates<R, P extends Output> {
        NeedsServing<R, P> gates(GatePolicy<P> gates);
    }

    /** Steps 5 and 6: how it goes into use. */
    public interface NeedsServing<R, P extends Output> {
        NeedsMonitor<R, P> serve(Serving<P> serving);
    }

    /** Step 7: how it is watched. */
    public interface NeedsMonitor<R, P extends Output> {
        NeedsLearning<R, P> monitor(MonitorPlan monitoring);
    }

    /** Step 8: what may change. */
    public interface NeedsLearning<R, P extends Output> {
        Ready<R, P> learn(UpdatePolicy learning);
    }

    /** Complete. */
    public interface Ready<R, P extends Output> {
        /**
         * @throws IllegalArgumentException if the parts do not fit: a gate on a metric or subgroup that is not evaluated, a
         *     signature from a role that is no stakeholder, or a rule of serving about a feature that is not there
         */
        Pipeline<R, P> build();
    }
}
