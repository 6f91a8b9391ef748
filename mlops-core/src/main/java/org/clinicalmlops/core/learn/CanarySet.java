package org.clinicalmlops.core.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.learn.Range;

/**
 * Fixed, made-up rows, each with the risks that a clinician finds credible: every candidate must answer within them, whatever it has
 * learnt. Immutable; {@link #expecting} returns a larger copy.
 *
 * @param <R> the host's row
 */
public final class CanarySet<R> implements Declared {
    private final List<Canary<R>> canaries;

    private record Canary<R>(String name, R row, Range expected) implements Declared {
        @Override
        public Declaration declaration() {
            return Declaration.of("canary").with("name", name).with("expected", expected);
        }
    }

    private CanarySet(List<Canary<R>> canaries) {
        this.canaries = canaries;
    }

    /** No rows yet. */
    public static <R> CanarySet<R> empty() {
        return new CanarySet<>(List.of());
    }

    /**
     * @param name unique; what the row is, such as {@code "30 years old, all values normal"}
     * @param row not null
     * @param low smallest credible risk, in [0, 1]
     * @param high largest credible risk, in [low, 1]
     */
    public CanarySet<R> expecting(String name, R row, double low, double high) {
        Objects.requireNonNull(row, "row");
        if (!(low >= 0 && low <= high && high <= 1)) {
            throw new IllegalArgumentException(
                    "risks of '" + name + "' must be in [0, 1] with low <= high, were " + low + " and " + high);
        }
        if (name.isBlank() || canaries.stream().anyMatch(canary -> canary.name().equals(name))) {
            throw new IllegalArgumentException("name of a canary must be unique and not blank, was '" + name + "'");
        }
        List<Canary<R>> more = new ArrayList<>(canaries);
        more.add(new Canary<>(name, row, new Range(low, high)));
        return new CanarySet<>(List.copyOf(more));
    }

    /** Number of rows. */
    public int size() {
        return canaries.size();
    }

    /**
     * Asks a candidate.
     *
     * @param candidate its risk of a row; one that throws, or answers NaN, fails
     * @return the first row whose risk is not credible, else the one nearest to the end of its range; insufficient without rows
     */
    public GuardAnswer judge(ToDoubleFunction<? super R> candidate) {
        List<GuardAnswer> answers =
                canaries.stream().map(canary -> judge(canary, candidate)).toList();
        return GuardAnswer.worst(answers)
                .orElseGet(() -> new GuardAnswer.Insufficient("canary rows", "there are no canary rows", "all"));
    }

    private static <R> GuardAnswer judge(Canary<R> canary, ToDoubleFunction<? super R> candidate) {
        String rule = "risk of canary '" + canary.name() + "' in " + canary.expected();
        double risk;
        try {
            risk = candidate.applyAsDouble(canary.row());
        } catch (RuntimeException e) { // the host's own model
            return new GuardAnswer.Failed(rule, Double.NaN, canary.expected().high(), canary.name());
        }
        Range expected = canary.expected();
        double limit = risk - expected.low() < expected.high() - risk ? expected.low() : expected.high();
        return expected.contains(risk)
                ? new GuardAnswer.Passed(rule, risk, limit)
                : new GuardAnswer.Failed(rule, risk, limit, canary.name());
    }

    /** Names and ranges; what the rows hold is the host's. */
    @Override
    public Declaration declaration() {
        return Declaration.of("canary-set").with("canaries", canaries);
    }
}
