package org.clinicalmlops.core.serve;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.serve.SilentTrial;

/** What a silent trial still lacks before it can end. */
final class TrialEvidence {
    private TrialEvidence() {}

    /** In words; none if it has shown enough. */
    static List<String> missing(SilentTrial trial, Version<?> next, Instant at) {
        List<String> reasons = new ArrayList<>();
        tooShort("the trial", next.since, at, trial.atLeast()).ifPresent(reasons::add);
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

    /** That something has not lasted long enough, in words. */
    static Optional<String> tooShort(String what, Instant since, Instant at, Duration atLeast) {
        Duration lasted = Duration.between(since, at);
        if (lasted.compareTo(atLeast) >= 0) {
            return Optional.empty();
        }
        boolean wholeDays = atLeast.equals(Duration.ofDays(atLeast.toDays()));
        return Optional.of(what + " has lasted "
                + (wholeDays ? lasted.toDays() + " of " + atLeast.toDays() + " days" : lasted + " of " + atLeast));
    }
}
