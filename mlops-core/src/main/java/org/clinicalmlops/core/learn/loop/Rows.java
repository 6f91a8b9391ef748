package org.clinicalmlops.core.learn.loop;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.train.Binding.Scorer;
import org.clinicalmlops.core.data.Cohort;
import org.clinicalmlops.core.learn.SequesteredPatients;

/**
 * The rows of an update, by position in one cohort that reaches back to the first version's data. Only rows with a known outcome are
 * handed out. Holds them for as long as the update runs in this process. Not thread-safe.
 */
final class Rows<R> {
    private final Cohort<R> cohort;
    private final Window window;
    private final SequesteredPatients kept;
    private final Set<String> apart;
    private final Map<Digest, double[]> risks = new HashMap<>();

    /**
     * @param from start of the newest rows, from which a refit learns
     * @param fresh from here on the version in use has learnt from no row
     * @param set whose rows are kept for judging
     */
    record Window(Instant from, Instant fresh, KeptSets.Chosen set) {}

    Rows(Cohort<R> cohort, Window window, KeptSets sets) {
        this.cohort = cohort;
        this.window = window;
        KeptSets.Division division = sets.divide(window.set(), cohort);
        this.kept = division.kept();
        this.apart = division.apart();
    }

    Cohort<R> cohort() {
        return cohort;
    }

    SequesteredPatients kept() {
        return kept;
    }

    /** The newest rows that may teach. */
    int[] learning() {
        return learning(window.from());
    }

    /** Those of them that the version in use has not learnt from. */
    int[] fresh() {
        return learning(window.fresh());
    }

    private int[] learning(Instant from) {
        return known(i -> !cohort.indexedAt(i).isBefore(from) && !apart.contains(cohort.patient(i)));
    }

    /** Rows of the sequestered patients in the time of their set. */
    int[] sequestered() {
        return known(i -> within(i, window.set().from(), window.set().until()) && kept.contains(cohort.patient(i)));
    }

    /** Rows of everybody in a time. */
    int[] between(Instant from, Instant until) {
        return known(i -> within(i, from, until));
    }

    private boolean within(int i, Instant from, Instant until) {
        return !cohort.indexedAt(i).isBefore(from) && cohort.indexedAt(i).isBefore(until);
    }

    private int[] known(IntPredicate wanted) {
        return IntStream.range(0, cohort.size())
                .filter(i -> cohort.outcome(i) instanceof Outcome.Known<Risk> && wanted.test(i))
                .toArray();
    }

    /** What a version says of every row of the cohort; NaN where it has no answer. */
    double[] risks(Digest model, Scorer<R, Risk> scorer) {
        return risks.computeIfAbsent(
                model,
                m -> IntStream.range(0, cohort.size())
                        .mapToDouble(i ->
                                scorer.score(cohort.row(i)).map(Risk::value).orElse(Double.NaN))
                        .toArray());
    }

    boolean[] happened(int[] rows) {
        boolean[] happened = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            happened[i] = cohort.outcome(rows[i]) instanceof Outcome.Known<Risk> known && known.truth() == 1;
        }
        return happened;
    }

    String[] groups(int subgroup, int[] rows) {
        return IntStream.of(rows).mapToObj(i -> cohort.group(i, subgroup)).toArray(String[]::new);
    }

    static double[] at(double[] all, int[] rows) {
        return IntStream.of(rows).mapToDouble(i -> all[i]).toArray();
    }

    /** Those of the rows that all these versions answer. */
    static int[] answered(int[] rows, double[]... risks) {
        return IntStream.of(rows)
                .filter(i -> IntStream.range(0, risks.length).noneMatch(v -> Double.isNaN(risks[v][i])))
                .toArray();
    }
}
