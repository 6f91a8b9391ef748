package org.clinicalmlops.core.learn.loop;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.learn.Scope;
import org.clinicalmlops.core.learn.CanarySet;
import org.clinicalmlops.core.learn.FeatureGuard;
import org.clinicalmlops.core.learn.LabelGuard;

/**
 * What the host adds to a change plan: guards of the data, the calendar, and what only its code knows. Immutable; every method that is
 * named for a part returns a changed copy.
 *
 * @param source name of the subgroup of the plan that says where a row comes from; without one all rows are of one source, and labels
 *     are compared between parts of time
 * @param canaries rows that every candidate must answer credibly; none unless told
 * @param labels finds outcomes that do not fit
 * @param values finds values that do not fit; its alpha is for one feature
 * @param schedule when updates start by the calendar; never unless told
 * @param scope at which sites the model is changed
 * @param asSeen the outcome that a row had which was intervened on; needed if the plan counts such rows as seen
 */
public record LoopSettings<R>(
        Optional<String> source,
        CanarySet<R> canaries,
        LabelGuard labels,
        FeatureGuard values,
        Optional<Schedule> schedule,
        Scope scope,
        Optional<Function<? super R, Outcome<Risk>>> asSeen) {
    public LoopSettings {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(canaries, "canaries");
        Objects.requireNonNull(labels, "labels");
        Objects.requireNonNull(values, "values");
        Objects.requireNonNull(schedule, "schedule");
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(asSeen, "asSeen");
    }

    /**
     * No source, canaries and calendar. Labels: one false alarm in a hundred, odds that differ threefold, a slope below 0.2. Values: one
     * false alarm in a thousand for each feature, three times as many outlying values as in the baseline, a twentieth in any case. Our
     * choice: wide enough that an honest change, which an update is for, does not look like an attack.
     */
    public static <R> LoopSettings<R> standard() {
        return new LoopSettings<>(
                Optional.empty(),
                CanarySet.empty(),
                LabelGuard.alpha(0.01).toleratingOddsRatio(3).andSlope(0.2),
                FeatureGuard.of(0.001, 3, 0.05),
                Optional.empty(),
                Scope.GLOBAL,
                Optional.empty());
    }

    /** @param subgroup name of a subgroup that the plan evaluates, such as {@code "site"} */
    public LoopSettings<R> sourceBy(String subgroup) {
        return new LoopSettings<>(Optional.of(subgroup), canaries, labels, values, schedule, scope, asSeen);
    }

    public LoopSettings<R> canaries(CanarySet<R> set) {
        return new LoopSettings<>(source, set, labels, values, schedule, scope, asSeen);
    }

    public LoopSettings<R> labels(LabelGuard guard) {
        return new LoopSettings<>(source, canaries, guard, values, schedule, scope, asSeen);
    }

    public LoopSettings<R> values(FeatureGuard guard) {
        return new LoopSettings<>(source, canaries, labels, guard, schedule, scope, asSeen);
    }

    public LoopSettings<R> scheduled(Schedule calendar) {
        return new LoopSettings<>(source, canaries, labels, values, Optional.of(calendar), scope, asSeen);
    }

    public LoopSettings<R> at(Scope sites) {
        return new LoopSettings<>(source, canaries, labels, values, schedule, sites, asSeen);
    }

    public LoopSettings<R> intervenedAsSeen(Function<? super R, Outcome<Risk>> outcome) {
        return new LoopSettings<>(source, canaries, labels, values, schedule, scope, Optional.of(outcome));
    }
}
