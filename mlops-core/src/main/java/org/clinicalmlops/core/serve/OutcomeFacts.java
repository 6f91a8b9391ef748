package org.clinicalmlops.core.serve;

import java.time.Instant;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.ledger.Facts;

/** What the ledger keeps of an outcome. */
final class OutcomeFacts {
    private OutcomeFacts() {}

    static Facts of(Outcome<Risk> outcome) {
        return outcome.fold(
                known -> Facts.of("state", "KNOWN").with("truth", known.truth()).with("knownAt", known.knownAt()),
                pending -> Facts.of("state", "PENDING"),
                censored -> Facts.of("state", "CENSORED").with("lastSeen", censored.lastSeen()),
                intervened -> Facts.of("state", "INTERVENED").with("at", intervened.at()));
    }

    static String state(Outcome<Risk> outcome) {
        return of(outcome).required("state");
    }

    /** What {@link #of} has kept. */
    static Outcome<Risk> read(Facts facts) {
        return switch (facts.required("state")) {
            case "KNOWN" ->
                new Outcome.Known<>(
                        Double.parseDouble(facts.required("truth")), Instant.parse(facts.required("knownAt")));
            case "CENSORED" -> new Outcome.Censored<>(Instant.parse(facts.required("lastSeen")));
            case "INTERVENED" -> new Outcome.Intervened<>(Instant.parse(facts.required("at")));
            default -> new Outcome.Pending<>();
        };
    }
}
