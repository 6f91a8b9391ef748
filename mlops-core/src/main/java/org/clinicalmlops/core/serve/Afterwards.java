package org.clinicalmlops.core.serve;

import java.util.List;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.core.data.Pseudonyms;

/**
 * What is done of a prediction of a model when its caller has the answer: the monitors are told, its outcome is awaited, and what the ledger is to keep is
 * written out. Whoever does it, for them it is when the prediction was made. Immutable.
 */
final class Afterwards<R> {
    private final String deployment;
    private final Pseudonyms pseudonyms;
    private final ReplayClock monitorClock;
    private final OutcomeBook outcomes;

    Afterwards(VersionChanges<R> changes, OutcomeBook outcomes) {
        this.deployment = changes.id;
        this.pseudonyms = changes.with.pseudonyms();
        this.monitorClock = changes.with.monitorClock();
        this.outcomes = outcomes;
    }

    void settle(Slip<R> slip) {
        if (slip.pseudonym.isEmpty()) {
            slip.pseudonym = pseudonyms.of(slip.patientKey);
        }
        monitorClock.at(slip.made, () -> tell(slip));
    }

    private void tell(Slip<R> slip) {
        Version<R> version = slip.answering;
        if (!slip.answered) {
            version.monitor.observe(slip.coded, Double.NaN, slip.pseudonym);
            return;
        }
        version.monitor.observe(slip.coded, slip.risk, slip.pseudonym);
        version.monitor.expect(slip.prediction, slip.pseudonym, slip.maturesAt, slip.coded, slip.risk);
        List<Monitor> watching = version.watching;
        Beside<R> beside = slip.beside;
        if (beside != null && beside.told(slip.prediction, slip.pseudonym, slip.maturesAt)) {
            watching = List.of(version.monitor, beside.monitor());
        }
        outcomes.expect(slip.prediction, slip.pseudonym, watching, slip.made, slip.maturesAt);
    }

    Facts facts(Slip<R> slip) {
        Version<R> version = slip.answering;
        Facts inputs = version.facts.inputs(slip.coded);
        Facts facts = PredictionFacts.row(deployment, slip.prediction, slip.pseudonym, slip.indexedAt)
                .and(PredictionFacts.answer(version.digest(), slip.silent ? "silent" : "live", slip.risk, slip.acting))
                .and(inputs)
                .and(version.times.facts(slip.taken))
                .and(PredictionFacts.latency(slip.latencyNanos));
        return slip.beside == null ? facts : facts.and(slip.beside.facts(inputs));
    }
}
