package org.clinicalmlops.core.serve;

import java.time.Clock;
import java.util.Optional;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.api.monitor.Operation;
import org.clinicalmlops.api.serve.Feedback;
import org.clinicalmlops.api.serve.Health;
import org.jspecify.annotations.Nullable;

/** The way of a clinician's feedback into ledger and monitor. Thread-safe; throws nothing, counts what it does not take. */
final class FeedbackIntake {
    private final String deployment;
    private final OutcomeBook book;
    private final Audit audit;
    private final Clock clock;
    private final Tally tally = new Tally();

    FeedbackIntake(String deployment, OutcomeBook book, Audit audit, Clock clock) {
        this.deployment = deployment;
        this.book = book;
        this.audit = audit;
        this.clock = clock;
    }

    void take(@Nullable String prediction, @Nullable Feedback feedback) {
        Optional<Told> told = prediction == null || feedback == null ? Optional.empty() : book.of(prediction, audit);
        if (told.isEmpty() || feedback == null) {
            tally.refused.increment();
            return;
        }
        synchronized (told.get().lock) {
            take(told.get(), feedback);
        }
    }

    private void take(Told known, Feedback feedback) {
        Feedback before = known.feedback();
        if (feedback.equals(before)) {
            tally.repeated.increment();
            return;
        }
        Facts facts = Facts.of("deployment", deployment)
                .with("prediction", known.prediction)
                .with("patient", known.patient)
                .and(FeedbackFacts.of(feedback));
        Facts all = before == null ? facts : facts.with("corrects", FeedbackFacts.name(before));
        if (!audit.offer(Draft.of(EntryKind.FEEDBACK_RECORDED, clock.instant(), all))) {
            tally.refused.increment();
            return;
        }
        known.take(feedback);
        tally.taken.increment();
        if (before != null) {
            tally.corrected.increment();
        } else if (!known.watching.isEmpty()) {
            tell(known.watching.get(0), feedback);
        }
    }

    /** A version beside the one in use was shown to nobody, so that only the first hears of it. */
    static void tell(Monitor monitor, Feedback feedback) {
        feedback.match(
                accepted -> monitor.note(Operation.ACCEPTED),
                overridden -> monitor.note(Operation.OVERRIDDEN),
                ignored -> {});
    }

    Health.Told told() {
        return tally.now();
    }
}
