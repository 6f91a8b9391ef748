package org.clinicalmlops.core.serve;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.monitor.Operation;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.Prediction;
import org.jspecify.annotations.Nullable;

/**
 * One row on its way to its answer. The row itself is not kept: what is done of it later is done from a {@link Slip}. Used by the caller's thread;
 * throws nothing.
 */
final class Call<R> {
    private final Answers<R> answers;
    private final Filing filing;
    private final @Nullable Asked contributions;
    private final State<R> now;
    private final long begun;
    /** The one in use, until it is known whose row it is. */
    private Version<R> answering;

    /** @param contributions null if the caller does not ask for them */
    Call(Answers<R> answers, Filing filing, @Nullable Asked contributions) {
        this.answers = answers;
        this.filing = filing;
        this.contributions = contributions;
        this.now = answers.changes.now();
        this.begun = nanos(answers.clock.instant());
        this.answering = now.current;
    }

    /** Only differences of it mean anything; they are right for 292 years. */
    private static long nanos(Instant at) {
        return at.getEpochSecond() * 1_000_000_000 + at.getNano();
    }

    /** How the answer gets on record. */
    private enum OnRecord {
        /** It is on its way into the ledger. */
        TAKEN,
        /** It is not, and the plan lets it be given without. */
        NOT_TAKEN,
        /** It may not be given. */
        REFUSED
    }

    Prediction<Risk> predict(R row) {
        if (now.closed) {
            return answers.abstained(Abstention.CLOSED, List.of());
        }
        if (now.stopped) {
            return instead(row, Abstention.STOPPED).orElseGet(() -> answers.abstained(Abstention.STOPPED, List.of()));
        }
        Prediction<Risk> answer = answer(row);
        answering.took(nanos(answers.clock.instant()) - begun);
        return answer;
    }

    private Prediction<Risk> answer(R row) {
        Slip<R> slip = null;
        RowCheck.Breach breach;
        try {
            Instant indexedAt = Objects.requireNonNull(answers.features.indexOf(row));
            String patient = Objects.requireNonNull(answers.features.patientOf(row));
            String pseudonym = now.challenger == null ? "" : answers.pseudonyms.of(patient);
            answering = now.challenger == null ? now.current : now.answering(pseudonym);
            slip = answering.slips.give();
            slip.begin(answers.afterwards);
            slip.patientKey = patient;
            slip.pseudonym = pseudonym;
            slip.indexedAt = indexedAt;
            slip.maturesAt = answers.plan.useCase().maturesAt(indexedAt);
            answering.model.read(row, slip.coded);
            answering.times.read(row, slip.taken);
            breach = answering.check.of(row, slip.coded, indexedAt);
        } catch (Exception
                | LinkageError
                | AssertionError
                | StackOverflowError e) { // all that a host's function can do
            return without(row, slip, Abstention.FEATURE_FAILED, List.of());
        }
        if (breach != null) {
            return without(row, slip, breach.abstention(), breach.features());
        }
        try {
            slip.risk = answering.score(slip.coded);
        } catch (RuntimeException e) {
            return without(row, slip, Abstention.MODEL_FAILED, List.of());
        }
        if (!Version.isRisk(slip.risk)) {
            Abstention reason = Double.isNaN(slip.risk) ? Abstention.MISSING_INPUT : Abstention.MODEL_FAILED;
            unanswered(slip);
            return without(row, null, reason, List.of());
        }
        return record(row, slip);
    }

    /** The monitor is told of a row without an answer too, in its turn. The slip is the writer's then, or free. */
    private void unanswered(Slip<R> slip) {
        slip.answered = false;
        slip.made = answers.clock.instant();
        if (!answers.unreceipted.offer(slip)) {
            slip.settle();
            slip.giveBack();
        }
    }

    private Prediction<Risk> record(R row, Slip<R> slip) {
        Version<R> other = now.beside(answering);
        String prediction = answers.nextId();
        double risk = slip.risk;
        slip.answered = true;
        slip.prediction = prediction;
        slip.acting = answers.acting(risk);
        slip.silent = now.silent;
        Beside<R> beside = other == null ? null : Beside.of(other, row);
        slip.beside = beside;
        Instant made = answers.clock.instant();
        slip.made = made;
        slip.latencyNanos = nanos(made) - begun;
        if (contributions != null && !now.silent) {
            contributions.of(answering.explaining, answering.model.typical(), answering.facts.inputs(slip.coded));
        }
        if (!handedOver(slip)) {
            return abstain(Abstention.NOT_RECORDED, List.of());
        }
        answers.answered(made);
        answering.answered.incrementAndGet();
        if (beside != null) {
            beside.count();
        }
        if (now.silent) {
            return new Prediction.Silent<>(prediction);
        }
        return answered(prediction, risk, Optional.empty());
    }

    /** Whether the answer may be given. The slip is the writer's then, or free. */
    private boolean handedOver(Slip<R> slip) {
        OnRecord record = onRecord(slip);
        if (record == OnRecord.NOT_TAKEN) {
            slip.settle();
        }
        if (record != OnRecord.TAKEN) {
            slip.giveBack();
        }
        return record != OnRecord.REFUSED;
    }

    private OnRecord onRecord(Drafting drafting) {
        boolean late = answers.late();
        boolean refuses = answers.recording.refuses();
        if (late && refuses) {
            return OnRecord.REFUSED;
        }
        boolean taken = filing.offer(drafting);
        if (late || !taken) {
            if (refuses) {
                return OnRecord.REFUSED;
            }
            answers.unrecorded.increment();
        }
        return taken ? OnRecord.TAKEN : OnRecord.NOT_TAKEN;
    }

    /** The model has no answer: the fallback's, if it has one for this reason and nothing is hidden. */
    private Prediction<Risk> without(R row, @Nullable Slip<R> slip, Abstention reason, List<String> of) {
        if (slip != null) {
            slip.giveBack();
        }
        return instead(row, reason).orElseGet(() -> abstain(reason, of));
    }

    private Optional<Prediction<Risk>> instead(R row, Abstention reason) {
        FallbackScore<? super R> score = answers.fallback;
        if (score == null || now.silent || !score.answers(reason)) {
            return Optional.empty();
        }
        Subject subject;
        Optional<FallbackScore.Scored> scored;
        try {
            subject = subject(row);
            answering = now.answering(subject.patient);
            scored = score.score(row);
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) { // as above
            return Optional.empty();
        }
        return scored.flatMap(found -> instead(subject, found, score, new Prediction.ByFallback(score.name(), reason)));
    }

    /** Whose row it is, and when. @param patient the pseudonym */
    private record Subject(String patient, Instant indexedAt, Instant maturesAt) {}

    private Subject subject(R row) {
        Instant indexedAt = Objects.requireNonNull(answers.features.indexOf(row));
        String patient = answers.pseudonyms.of(answers.features.patientOf(row));
        return new Subject(patient, indexedAt, answers.plan.useCase().maturesAt(indexedAt));
    }

    private Optional<Prediction<Risk>> instead(
            Subject subject, FallbackScore.Scored scored, FallbackScore<?> score, Prediction.ByFallback by) {
        String prediction = answers.nextId();
        Instant made = answers.clock.instant();
        long latency = nanos(made) - begun;
        Version<R> instead = answering;
        OnRecord record = onRecord(() -> Draft.of(
                EntryKind.PREDICTED,
                made,
                PredictionFacts.row(answers.changes.id, prediction, subject.patient, subject.indexedAt)
                        .and(PredictionFacts.answer(
                                instead.digest(),
                                PredictionFacts.BY_FALLBACK,
                                scored.risk(),
                                answers.acting(scored.risk())))
                        .with("fallback", by.score())
                        .with("because", by.because().name())
                        .and(scored.inputs())
                        .and(PredictionFacts.latency(latency))));
        if (record == OnRecord.REFUSED) {
            return Optional.empty();
        }
        answers.outcomes.expect(prediction, subject.patient, List.of(), made, subject.maturesAt);
        answers.answeredInstead(made);
        if (!now.stopped) {
            answering.abstained.incrementAndGet();
            answering.monitor.note(Operation.ABSTAINED);
        }
        if (contributions != null) {
            contributions.of(score.explaining, answering.model.typical(), scored.inputs());
        }
        return Optional.of(answered(prediction, scored.risk(), Optional.of(by)));
    }

    /** What the caller sees. */
    private Prediction<Risk> answered(String prediction, double risk, Optional<Prediction.ByFallback> by) {
        boolean acting = answers.acting(risk);
        if (acting) {
            answering.monitor.note(Operation.ALERTED);
        }
        return new Prediction.Answered<>(
                prediction, new Risk(risk), answers.band(risk), acting, answering.digest(), by);
    }

    private Prediction<Risk> abstain(Abstention reason, List<String> of) {
        answering.abstained.incrementAndGet();
        answering.monitor.note(Operation.ABSTAINED);
        Facts facts = answers.changes.about(answering).with("reason", reason.name());
        for (int i = 0; i < of.size(); i++) {
            facts = facts.with("feature." + i, of.get(i));
        }
        Draft abstained = Draft.of(EntryKind.ABSTAINED, answers.clock.instant(), facts);
        filing.offer(() -> abstained);
        return answers.abstained(reason, of);
    }
}
