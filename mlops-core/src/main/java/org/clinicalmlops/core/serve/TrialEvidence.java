package org.clinicalmlops.core.serve;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.serve.SilentTrial;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.usecase.Staff;
import org.clinicalmlops.api.validate.SignOff;

/** What a silent trial still lacks before it can end. */
final class TrialEvidence {
    private TrialEvidence() {}

    /** In words; none if it can end. */
    static List<String> missing(
            SilentTrial trial, Version<?> next, Role role, Staff staff, SignOff signOff, Digest toSign, Instant at) {
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
        if (!signOff.role().equals(role)) {
            reasons.add("it is ended by the role " + role + ", not " + signOff.role());
        }
        if (!signOff.of().equals(toSign)) {
            reasons.add("the signature is under something else");
        }
        try {
            if (!staff.mayActAs(signOff.person(), signOff.role())) {
                reasons.add("'" + signOff.person() + "' may not act as " + signOff.role());
            }
        } catch (RuntimeException e) { // the host's directory does not answer
            reasons.add("whether '" + signOff.person() + "' may act as " + signOff.role() + " could not be found out: "
                    + e.getClass().getSimpleName());
        }
        return reasons;
    }
}
