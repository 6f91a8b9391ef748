package org.clinicalmlops.core.serve;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.KeysUnavailable;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.ledger.Recorded;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.api.monitor.Operation;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.Feedback;
import org.clinicalmlops.api.usecase.UseCase;
import org.clinicalmlops.core.seal.OpenedRow;
import org.clinicalmlops.core.seal.SealedReading;
import org.clinicalmlops.core.seal.Sealing;

/**
 * Tells monitors again what the ledger holds since their states were saved, at the instants at which it was, and fills the book of
 * outcomes. What no ledger holds is lost: how long answers took, the inputs of rows without an answer, and looks between windows.
 */
final class Replay {
    private static final Set<EntryKind> KINDS =
            Set.of(EntryKind.PREDICTED, EntryKind.ABSTAINED, EntryKind.OUTCOME_RECORDED, EntryKind.FEEDBACK_RECORDED);

    private final String deployment;
    private final UseCase<Risk> useCase;
    private final ReplayClock clock;
    private final OutcomeBook outcomes;
    private final Sealing sealing;
    private final List<Heard<?>> versions = new ArrayList<>();
    private long told;
    private long lost;
    private long forgotten;

    /** A version and from which entry on its monitor is told. */
    private record Heard<R>(Version<R> version, long from, long after) {}

    Replay(String deployment, UseCase<Risk> useCase, ReplayClock clock, OutcomeBook outcomes, Sealing sealing) {
        this.deployment = deployment;
        this.useCase = useCase;
        this.clock = clock;
        this.outcomes = outcomes;
        this.sealing = sealing;
    }

    void into(Version<?> version, Watch<?> watch) {
        versions.add(new Heard<>(version, watch.past().from(), watch.after()));
    }

    /** Recorded things that were told again to a monitor. */
    long told() {
        return told;
    }

    /** Entries that could not be, or that a monitor which starts now knows nothing of. */
    long lost() {
        return lost;
    }

    /** Rows of patients who were forgotten: nobody can read them any more, and monitors are told nothing of them. */
    long forgotten() {
        return forgotten;
    }

    /** @throws KeysUnavailable if the key of a row cannot be asked for now */
    void of(Ledger ledger) {
        SealedReading reading = sealing.reading();
        Recorded.read(ledger, KINDS, entry -> {
            if (entry.facts().says("deployment", deployment)) {
                OpenedRow row = reading.open(entry.kind(), entry.facts());
                if (row instanceof OpenedRow.Readable readable) {
                    told(opened(entry, readable.facts()));
                } else {
                    boolean gone = row instanceof OpenedRow.Forgotten;
                    forgotten += gone ? 1 : 0;
                    lost += gone ? 0 : 1;
                }
            }
        });
    }

    private static Recorded opened(Recorded row, Facts facts) {
        return new Recorded(row.sequence(), row.index(), row.kind(), row.at(), facts, row.body());
    }

    private void told(Recorded entry) {
        try {
            clock.at(entry.at(), () -> take(entry));
        } catch (RuntimeException e) { // facts that say something else than ours do
            lost++;
        }
    }

    private void take(Recorded entry) {
        switch (entry.kind()) {
            case PREDICTED -> predicted(entry);
            case ABSTAINED -> abstained(entry, "reason");
            case FEEDBACK_RECORDED -> feedback(entry);
            default -> outcome(entry);
        }
    }

    private void predicted(Recorded entry) {
        Facts facts = entry.facts();
        Instant maturesAt = useCase.maturesAt(Instant.parse(facts.required("indexedAt")));
        List<Monitor> watching = new ArrayList<>();
        if (facts.says("mode", PredictionFacts.BY_FALLBACK)) {
            byFallback(entry);
            outcomes.expect(facts.required("prediction"), facts.required("patient"), watching, entry.at(), maturesAt);
            return;
        }
        for (Heard<?> one : versions) {
            String digest = one.version.digest().hex();
            boolean own = facts.says("model", digest);
            if (entry.sequence() > one.from && (own || facts.says("shadow.model", digest))) {
                double risk = Double.parseDouble(facts.required(own ? "risk" : "shadow.risk"));
                if (Version.isRisk(risk)) {
                    watching.add(own ? 0 : watching.size(), one.version.monitor); // who answered hears of feedback
                }
                if (tells(entry, one)) {
                    predicted(one.version, facts, own, risk, maturesAt);
                }
            }
        }
        outcomes.expect(facts.required("prediction"), facts.required("patient"), watching, entry.at(), maturesAt);
    }

    private void predicted(Version<?> version, Facts facts, boolean own, double risk, Instant maturesAt) {
        if (!Version.isRisk(risk)) {
            version.monitor.note(Operation.ABSTAINED);
            lost++; // its inputs may have been read, and may not
            return;
        }
        double[] coded = PredictionFacts.coded(
                facts,
                version.model.artifact().schema(),
                version.model.artifact().levels(),
                !own);
        String patient = facts.required("patient");
        version.monitor.observe(coded, risk, patient);
        version.monitor.expect(facts.required("prediction"), patient, maturesAt, coded, risk);
        if (own && facts.says("acting", "true") && facts.says("mode", "live")) {
            version.monitor.note(Operation.ALERTED);
        }
    }

    private void byFallback(Recorded entry) {
        if (!entry.facts().says("because", Abstention.STOPPED.name())) {
            abstained(entry, "because");
        }
        if (entry.facts().says("acting", "true")) {
            for (Heard<?> one : versions) {
                boolean own = entry.facts().says("model", one.version.digest().hex());
                if (own && entry.sequence() > one.from && tells(entry, one)) {
                    one.version.monitor.note(Operation.ALERTED);
                }
            }
        }
    }

    private void abstained(Recorded entry, String reason) {
        for (Heard<?> one : versions) {
            boolean own = entry.facts().says("model", one.version.digest().hex());
            if (own && entry.sequence() > one.from && tells(entry, one)) {
                one.version.monitor.note(Operation.ABSTAINED);
                boolean observed = entry.facts().says(reason, Abstention.MISSING_INPUT.name())
                        || entry.facts().says(reason, Abstention.MODEL_FAILED.name());
                lost += observed ? 1 : 0;
            }
        }
    }

    private void outcome(Recorded entry) {
        Outcome<Risk> outcome = OutcomeFacts.read(entry.facts());
        String prediction = entry.facts().required("prediction");
        outcomes.of(prediction)
                .ifPresentOrElse(
                        known -> {
                            known.take(outcome);
                            for (Heard<?> one : versions) {
                                if (known.watching.contains(one.version.monitor) && tells(entry, one)) {
                                    one.version.monitor.outcome(prediction, outcome);
                                }
                            }
                            if (!known.open()) {
                                outcomes.told(known, entry.at());
                            }
                        },
                        () -> lost++);
    }

    private void feedback(Recorded entry) {
        outcomes.of(entry.facts().required("prediction"))
                .ifPresentOrElse(
                        known -> {
                            boolean first = known.feedback() == null;
                            Feedback feedback = FeedbackFacts.read(entry.facts());
                            known.take(feedback);
                            for (Heard<?> one : versions) {
                                boolean hears =
                                        !known.watching.isEmpty() && known.watching.get(0) == one.version.monitor;
                                if (first && hears && tells(entry, one)) {
                                    FeedbackIntake.tell(one.version.monitor, feedback);
                                }
                            }
                        },
                        () -> lost++);
    }

    /** Whether the monitor has to be told; counts it either way. */
    private boolean tells(Recorded entry, Heard<?> one) {
        boolean tells = entry.sequence() > one.after;
        told += tells ? 1 : 0;
        lost += one.after == Watch.NOTHING ? 1 : 0;
        return tells;
    }
}
