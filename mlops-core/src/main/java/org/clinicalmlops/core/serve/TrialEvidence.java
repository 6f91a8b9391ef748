package org.clinicalmlops.core.serve;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.serve.SilentTrial;

/** What a silent trial still lacks before it can end. */
final class TrialEvidence {
    private TrialEvidence() {}

    /** In words; none if it has shown enough. */
    static List<String> missing(SilentTrial trial, Version<?> next, Instant at) {
        List<String> reasons = new ArrayList<>();
        Duration lasted = Duration.between(next.since, at);
        if (lasted.compareTo(trial.atLeast()) < 0) {
            boolean wholeDays =
                    trial.atLeast().equals(Duration.ofDays(trial.atLeast().toDays()));
            reasons.add(
                    wholeDays
                            ? "the trial has lasted " + lasted.toDays() + " of "
                                    + trial.atLeast().toDays() + " days"
                            : "the trial has lasted " + lasted + " of " + trial.atLeast());
        }
        long answered = next.answered.get();
        long abstained = next.abstained.get();
        if (answered < trial.predictions()) {
            reasons.add("it has made " + answered + " of " + trial.predictions() + " predictions");
        }
        if (abstained > trial.abstainedAtMost() * (answered + abstained)) {
            reasons.add("it gave no answer for " + abstained + " of " + (answered + abstained) + " rows");
        }
        return reasons;
    }
}
