package org.clinicalmlops.monitoring.input;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.clinicalmlops.api.monitor.FeatureCounts;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.State;

/**
 * Compares the values of one feature with training: their distribution, and values that training never had. Alarms if one of the two
 * does, and names both then. Rows too few to compare are kept for later windows. Single-threaded.
 */
final class FeatureDrift {
    private final FeatureProfile reference;
    private final Optional<DistributionShift> shift;
    private final Optional<UnseenValues> unseen;
    private final ScaleHint hint;

    FeatureDrift(FeatureProfile reference, boolean categorical, long minimumRows) {
        this.reference = reference;
        long seen = IntStream.range(0, reference.bins())
                .filter(bin -> reference.count(bin) > 0)
                .count();
        shift = seen > 1 ? Optional.of(new DistributionShift(reference, categorical, minimumRows)) : Optional.empty();
        unseen = seen > 0 && (categorical || seen < reference.bins())
                ? Optional.of(new UnseenValues(reference, minimumRows))
                : Optional.empty();
        hint = new ScaleHint(reference);
    }

    /** How many comparisons a window may bring: what the budget is divided by. */
    int tests() {
        return (shift.isPresent() ? 1 : 0) + (unseen.isPresent() ? 1 : 0);
    }

    /** @param alpha probability of a false alarm of each comparison */
    Finding judge(FeatureCounts window, double alpha) {
        Optional<Statement> shifted = shift.flatMap(s -> s.judge(window, alpha));
        Optional<Statement> strange = unseen.flatMap(u -> u.judge(window, alpha));
        List<Statement> alarms = Stream.of(shifted, strange)
                .flatMap(Optional::stream)
                .filter(Statement::alarm)
                .toList();
        if (!alarms.isEmpty()) {
            String text = alarms.stream().map(Statement::text).collect(Collectors.joining("; "));
            return finding(State.ALARM, text + "." + hint.of(window), Optional.of(alarms.get(0)));
        }
        if (reference.present() == 0) {
            return finding(State.INSUFFICIENT, "training has no value to compare with.", Optional.empty());
        }
        Optional<Statement> calm =
                shift.isPresent() ? shifted : strange; // unseen values alone do not say that all is well
        return calm.map(c -> finding(State.OK, c.text() + ".", calm))
                .orElseGet(() -> finding(
                        State.INSUFFICIENT,
                        "too few values to compare with training (" + window.present()
                                + " in this window); they are kept for the next.",
                        Optional.empty()));
    }

    private Finding finding(State state, String text, Optional<Statement> statement) {
        Finding finding = Finding.of(
                Kind.INPUT_DRIFT, InputDrift.ID, reference.feature(), state, reference.feature() + ": " + text);
        return statement.map(s -> finding.measured(s.measure())).orElse(finding);
    }
}
