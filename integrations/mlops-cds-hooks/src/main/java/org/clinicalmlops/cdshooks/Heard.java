package org.clinicalmlops.cdshooks;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.clinicalmlops.api.serve.Feedback;

/**
 * One item of feedback, as it came.
 *
 * @param field where in the body
 * @param reason of an override, as it came; {@code display} is not kept
 * @param commented whether there was free text, which is not kept
 * @param at when somebody acted on the card
 */
record Heard(
        String field,
        UUID card,
        boolean accepted,
        List<UUID> suggestions,
        Optional<Reason> reason,
        boolean commented,
        Instant at) {
    Heard {
        suggestions = List.copyOf(suggestions);
    }

    record Reason(String system, String code) {}

    /** As it is recorded: codes of known lists only, since any other could be free text that names a patient. */
    Feedback feedback(List<Coding> offered) {
        if (accepted) {
            return new Feedback.Accepted();
        }
        if (reason.isEmpty()) {
            return new Feedback.Overridden(
                    OverrideReasons.OURS, commented ? OverrideReasons.COMMENT_ONLY : OverrideReasons.NONE_GIVEN);
        }
        Reason given = reason.get();
        if (offered.stream()
                .anyMatch(one -> one.system().equals(given.system) && one.code().equals(given.code))) {
            return new Feedback.Overridden(given.system, given.code);
        }
        return OverrideReasons.isStandard(given.system, given.code)
                ? new Feedback.Overridden(OverrideReasons.SYSTEM, given.code)
                : new Feedback.Overridden(OverrideReasons.OURS, OverrideReasons.OTHER);
    }
}
