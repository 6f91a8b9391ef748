package org.clinicalmlops.core.serve;

import java.time.Clock;
import java.util.Optional;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.serve.Health;
import org.jspecify.annotations.Nullable;

/** The way of an outcome from the host into ledger and monitors. Thread-safe; throws nothing, counts what it does not take. */
final class OutcomeIntake {
    private final String deployment;
    private final OutcomeBook outcomes;
    private final Audit audit;
    private final Clock clock;
    private final Tally tally = new Tally();

    OutcomeIntake(String deployment, OutcomeBook outcomes, Audit audit, Clock clock) {
        this.deployment = deployment;
        this.outcomes = outcomes;
        this.audit = audit;
        this.clock = clock;
    }

    void take(@Nullable String prediction, @Nullable Outcome<Risk> outcome) {
        Optional<Told> told = prediction == null || outcome == null || !binary(outcome)
                ? Optional.empty()
                : outcomes.of(prediction, audit);
        if (told.isEmpty() || outcome == null) {
            tally.refused.increment();
            return;
        }
        Told known = told.get();
        boolean decided;
        synchronized (known.lock) {
            take(known, outcome);
            decided = !known.open();
        }
        if (decided) {
            outcomes.told(known, clock.instant());
        }
    }

    private static boolean binary(Outcome<Risk> outcome) {
        return !(outcome instanceof Outcome.Known<Risk> known) || known.truth() == 0 || known.truth() == 1;
    }

    private void take(Told known, Outcome<Risk> outcome) {
        switch (known.news(outcome)) {
            case TOO_EARLY -> tally.refused.increment();
            case SAME -> tally.repeated.increment();
            case NEW -> record(known, outcome, Facts.NONE);
            case CORRECTION -> {
                boolean taken = record(known, outcome, Facts.of("corrects", OutcomeFacts.state(known.last())));
                tally.corrected.add(taken ? 1 : 0);
            }
        }
    }

    /** Records what is new, then tells the monitors; a correction is an entry of its own. */
    private boolean record(Told known, Outcome<Risk> outcome, Facts more) {
        Facts facts = Facts.of("deployment", deployment)
                .with("prediction", known.prediction)
                .with("patient", known.patient)
                .and(OutcomeFacts.of(outcome))
                .and(more);
        if (!audit.offer(Draft.of(EntryKind.OUTCOME_RECORDED, clock.instant(), facts))) {
            tally.refused.increment();
            return false;
        }
        known.take(outcome);
        tally.taken.increment();
        known.watching.forEach(monitor -> monitor.outcome(known.prediction, outcome));
        return true;
    }

    Health.Told told() {
        return tally.now();
    }
}
