package org.clinicalmlops.core.serve;

import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.serve.Feedback;

/** Feedback as facts of a {@code FEEDBACK_RECORDED} entry, and back. */
final class FeedbackFacts {
    private FeedbackFacts() {}

    static Facts of(Feedback feedback) {
        Facts facts = Facts.of("feedback", name(feedback));
        return feedback instanceof Feedback.Overridden overridden
                ? facts.with("reason.system", overridden.system()).with("reason.code", overridden.code())
                : facts;
    }

    static String name(Feedback feedback) {
        return feedback.fold(accepted -> "ACCEPTED", overridden -> "OVERRIDDEN", ignored -> "IGNORED");
    }

    /** @throws IllegalArgumentException if these are no such facts */
    static Feedback read(Facts facts) {
        String name = facts.required("feedback");
        return switch (name) {
            case "ACCEPTED" -> new Feedback.Accepted();
            case "OVERRIDDEN" ->
                new Feedback.Overridden(facts.required("reason.system"), facts.required("reason.code"));
            case "IGNORED" -> new Feedback.Ignored();
            default -> throw new IllegalArgumentException("no feedback is named '" + name + "'");
        };
    }
}
