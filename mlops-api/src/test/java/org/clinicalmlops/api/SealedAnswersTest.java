package org.clinicalmlops.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.clinicalmlops.api.explain.Contributions;
import org.clinicalmlops.api.explain.Explanation;
import org.clinicalmlops.api.explain.Scale;
import org.clinicalmlops.api.explain.SeenValue;
import org.clinicalmlops.api.explain.Unexplained;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.Verification;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.api.serve.TrialDecision;
import org.clinicalmlops.api.train.Binding;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each answer is folded and matched by branches that say which one they are and what they were given. */
class SealedAnswersTest {
    private static final Instant NOON = Instant.parse("2024-01-01T12:00:00Z");

    @ParameterizedTest(name = "{0}")
    @MethodSource("folds")
    void foldAsksTheOneBranchThatHoldsAndGivesItTheAnswer(Object answer, int branch, Function<Calls, Integer> fold) {
        Calls calls = new Calls();

        assertThat(fold.apply(calls)).isEqualTo(branch);
        assertThat(calls.made).containsExactly(branch + " " + answer);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("matches")
    void matchTellsTheOneBranchThatHoldsAndGivesItTheAnswer(Object answer, int branch, Consumer<Calls> match) {
        Calls calls = new Calls();

        match.accept(calls);

        assertThat(calls.made).containsExactly(branch + " " + answer);
    }

    /** Verdicts are made by the gate keeper only: their branches are in its test. */
    static List<Object[]> folds() {
        List<Object[]> rows = new ArrayList<>();
        estimates().forEach(e -> rows.add(fold(e, estimates().indexOf(e), c -> e.fold(c.f(0), c.f(1), c.f(2)))));
        outcomes().forEach(o -> rows.add(fold(o, outcomes().indexOf(o), c -> o.fold(c.f(0), c.f(1), c.f(2), c.f(3)))));
        predictions().forEach(p -> rows.add(fold(p, predictions().indexOf(p), c -> p.fold(c.f(0), c.f(1), c.f(2)))));
        bindings().forEach(b -> rows.add(fold(b, bindings().indexOf(b), c -> b.fold(c.f(0), c.f(1)))));
        trials().forEach(t -> rows.add(fold(t, trials().indexOf(t), c -> t.fold(c.f(0), c.f(1)))));
        verifications().forEach(v -> rows.add(fold(v, verifications().indexOf(v), c -> v.fold(c.f(0), c.f(1)))));
        explanations().forEach(e -> rows.add(fold(e, explanations().indexOf(e), c -> e.fold(c.f(0), c.f(1)))));
        seen().forEach(v -> rows.add(fold(v, seen().indexOf(v), c -> v.fold(c.f(0), c.f(1), c.f(2), c.f(3)))));
        return rows;
    }

    static List<Object[]> matches() {
        List<Object[]> rows = new ArrayList<>();
        estimates().forEach(e -> rows.add(match(e, estimates().indexOf(e), c -> e.match(c.m(0), c.m(1), c.m(2)))));
        predictions().forEach(p -> rows.add(match(p, predictions().indexOf(p), c -> p.match(c.m(0), c.m(1), c.m(2)))));
        outcomes()
                .forEach(o -> rows.add(match(o, outcomes().indexOf(o), c -> o.match(c.m(0), c.m(1), c.m(2), c.m(3)))));
        bindings().forEach(b -> rows.add(match(b, bindings().indexOf(b), c -> b.match(c.m(0), c.m(1)))));
        trials().forEach(t -> rows.add(match(t, trials().indexOf(t), c -> t.match(c.m(0), c.m(1)))));
        verifications().forEach(v -> rows.add(match(v, verifications().indexOf(v), c -> v.match(c.m(0), c.m(1)))));
        explanations().forEach(e -> rows.add(match(e, explanations().indexOf(e), c -> e.match(c.m(0), c.m(1)))));
        return rows;
    }

    private static List<Explanation> explanations() {
        return List.of(
                new Contributions(Scale.POINTS, 0, 0, Optional.empty(), List.of()),
                new Unexplained(Unexplained.Reason.NOT_ANSWERED));
    }

    private static List<SeenValue> seen() {
        return List.of(
                new SeenValue.Numeric(2.1),
                new SeenValue.Category("F"),
                new SeenValue.Missing(),
                new SeenValue.Unseen());
    }

    private static List<Estimate> estimates() {
        return List.of(
                new Estimate.Known(0.8, new Interval(0.7, 0.9, 0.95), 100),
                new Estimate.TooFew(3, 10),
                new Estimate.Undefined("one class only"));
    }

    private static List<Outcome<Risk>> outcomes() {
        return List.of(
                Outcome.event(true, NOON),
                new Outcome.Pending<>(),
                new Outcome.Censored<>(NOON),
                new Outcome.Intervened<>(NOON));
    }

    private static List<TrialDecision> trials() {
        return List.of(new TrialDecision.Passed(3), new TrialDecision.NotYet(List.of("two days are missing")));
    }

    private static List<Verification> verifications() {
        return List.of(new Verification.Intact(0, Entry.GENESIS), new Verification.Broken(2, "changed"));
    }

    private static List<Prediction<Risk>> predictions() {
        return List.of(
                new Prediction.Answered<>(
                        "p1", new Risk(0.4), Optional.empty(), true, Digest.of("model"), Optional.empty()),
                new Prediction.Silent<>("p2"),
                new Prediction.Abstained<>(Abstention.CLOSED));
    }

    private static List<Binding<Object, Risk>> bindings() {
        return List.of(
                new Binding.Bound<>(SCORER, List.of(), false),
                new Binding.Refused<>(List.of(new Binding.Difference("age", "unit", "a", "mo"))));
    }

    private static final Binding.Scorer<Object, Risk> SCORER = row -> Optional.empty();

    private static Object[] fold(Object answer, int branch, Function<Calls, Integer> fold) {
        return new Object[] {answer, branch, fold};
    }

    private static Object[] match(Object answer, int branch, Consumer<Calls> match) {
        return new Object[] {answer, branch, match};
    }

    private static final class Calls {
        private final List<String> made = new ArrayList<>();

        Function<Object, Integer> f(int branch) {
            return answer -> {
                made.add(branch + " " + answer);
                return branch;
            };
        }

        Consumer<Object> m(int branch) {
            return answer -> made.add(branch + " " + answer);
        }
    }
}
