package org.clinicalmlops.core.serve;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.api.monitor.Operation;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.Bands;
import org.clinicalmlops.api.serve.Explained;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.api.serve.Receipt;
import org.clinicalmlops.api.serve.Receipted;
import org.clinicalmlops.api.serve.Recording;
import org.clinicalmlops.core.data.Pseudonyms;
import org.jspecify.annotations.Nullable;

/**
 * The way of a row to its answer: read, checked, scored, recorded, told to the monitor. Thread-safe: takes no lock, throws nothing, counts
 * rows without an answer.
 */
final class Answers<R> {
    private final VersionChanges<R> changes;
    private final Pipeline<R, Risk> plan;
    private final FeatureSet<? super R> features;
    private final Pseudonyms pseudonyms;
    private final Clock clock;
    private final Audit audit;
    private final OutcomeBook outcomes;
    private final Optional<Bands> bands;
    private final @Nullable FallbackScore<? super R> fallback;
    private final Recording recording;
    private final AtomicLong sequence;
    private final AtomicLong predictions = new AtomicLong();
    private final AtomicLong fallbacks = new AtomicLong();
    private final LongAdder unrecorded = new LongAdder();
    private final AtomicLongArray abstentions = new AtomicLongArray(Abstention.values().length);
    private volatile @Nullable Instant last;

    /** @param last number of the last prediction before */
    Answers(VersionChanges<R> changes, OutcomeBook outcomes, long last) {
        this.changes = changes;
        this.plan = changes.plan;
        this.features = plan.features();
        this.pseudonyms = changes.with.pseudonyms();
        this.clock = changes.with.clock();
        this.audit = changes.with.audit();
        this.outcomes = outcomes;
        this.bands = plan.serving().bands();
        this.fallback = plan.serving().fallback().isEmpty()
                ? null
                : new FallbackScore<>(plan.serving().fallback().get(), features);
        this.recording = plan.serving().recording();
        this.sequence = new AtomicLong(last);
    }

    /** Whose row it is, and when. */
    private record Subject(String patient, Instant indexedAt, Instant maturesAt) {}

    Prediction<Risk> predict(R row) {
        return new Call(Filing.with(audit), null).predict(row);
    }

    Explained<Risk> predictWithContributions(R row) {
        Asked asked = new Asked();
        return asked.with(new Call(Filing.with(audit), asked).predict(row));
    }

    Receipted<Risk> predictWithReceipt(R row) {
        CompletableFuture<Receipt> receipt = new CompletableFuture<>();
        Filing filing = Filing.with(audit, receipt);
        Prediction<Risk> prediction = new Call(filing, null).predict(row);
        filing.end();
        return new Receipted<>(prediction, receipt.minimalCompletionStage());
    }

    /** One row on its way; the row itself is not kept, since what is stored is made later. */
    private final class Call {
        private final Filing filing;
        private final @Nullable Asked contributions;
        private final State<R> now = changes.now();
        private final Instant begun = clock.instant();
        /** The one in use, until it is known whose row it is. */
        private Version<R> answering = now.current;

        /** @param contributions null if the caller does not ask for them */
        private Call(Filing filing, @Nullable Asked contributions) {
            this.filing = filing;
            this.contributions = contributions;
        }

        private Prediction<Risk> predict(R row) {
            if (now.closed) {
                return abstained(Abstention.CLOSED, List.of());
            }
            if (now.stopped) {
                return instead(row, Abstention.STOPPED).orElseGet(() -> abstained(Abstention.STOPPED, List.of()));
            }
            Prediction<Risk> answer = answer(row);
            answering.took(begun, clock.instant());
            return answer;
        }

        private Prediction<Risk> answer(R row) {
            Subject subject;
            double[] coded;
            Facts times;
            RowCheck.Breach breach;
            try {
                subject = subject(row);
                coded = answering.model.newCoded();
                answering.model.read(row, coded);
                times = answering.times.of(row);
                breach = answering.check.of(row, coded, subject.indexedAt);
            } catch (Exception
                    | LinkageError
                    | AssertionError
                    | StackOverflowError e) { // all that a host's function can do
                return without(row, Abstention.FEATURE_FAILED, List.of());
            }
            if (breach != null) {
                return without(row, breach.abstention(), breach.features());
            }
            double risk;
            try {
                risk = answering.score(coded);
            } catch (RuntimeException e) {
                return without(row, Abstention.MODEL_FAILED, List.of());
            }
            if (!(risk >= 0 && risk <= 1)) {
                answering.monitor.observe(coded, Double.NaN, subject.patient);
                return without(row, Double.isNaN(risk) ? Abstention.MISSING_INPUT : Abstention.MODEL_FAILED, List.of());
            }
            return record(row, coded, risk, subject, times);
        }

        private Subject subject(R row) {
            Instant indexedAt = Objects.requireNonNull(features.indexOf(row));
            String patient = pseudonyms.of(features.patientOf(row));
            answering = now.answering(patient);
            return new Subject(patient, indexedAt, plan.useCase().maturesAt(indexedAt));
        }

        private Prediction<Risk> record(R row, double[] coded, double risk, Subject subject, Facts times) {
            String prediction = nextId();
            Version<R> other = now.beside(answering);
            Beside<R> beside = other == null ? null : Beside.of(other, row);
            Instant made = clock.instant();
            if (!recorded(made, () -> {
                Facts inputs = answering.facts.inputs(coded);
                Facts facts = facts(prediction, subject, now.silent ? "silent" : "live", risk)
                        .and(inputs)
                        .and(times)
                        .and(latency(made));
                return beside == null ? facts : facts.and(beside.facts(inputs));
            })) {
                return abstain(Abstention.NOT_RECORDED, List.of());
            }
            answering.monitor.observe(coded, risk, subject.patient);
            answering.monitor.expect(prediction, subject.patient, subject.maturesAt, coded, risk);
            List<Monitor> watching = answering.watching;
            if (other != null && beside != null && beside.recorded(prediction, subject.patient, subject.maturesAt)) {
                watching = List.of(answering.monitor, other.monitor);
            }
            outcomes.expect(prediction, subject.patient, watching, made, subject.maturesAt);
            predictions.incrementAndGet();
            answering.answered.incrementAndGet();
            last = made;
            if (now.silent) {
                return new Prediction.Silent<>(prediction);
            }
            if (acting(risk)) {
                answering.monitor.note(Operation.ALERTED);
            }
            if (contributions != null) {
                contributions.of(answering.explaining, answering.model.typical(), answering.facts.inputs(coded));
            }
            return answered(prediction, risk, Optional.empty());
        }

        /** Whether the answer may be given: it is on its way into the ledger, or the plan lets it be given without. */
        private boolean recorded(Instant made, Supplier<Facts> facts) {
            boolean late = late();
            if (late && recording.refuses()) {
                return false;
            }
            boolean offered = filing.offer(() -> Draft.of(EntryKind.PREDICTED, made, facts.get()));
            if (offered && !late) {
                return true;
            }
            if (recording.refuses()) {
                return offered;
            }
            unrecorded.increment();
            return true;
        }

        /** The model has no answer: the fallback's, if it has one for this reason and nothing is hidden. */
        private Prediction<Risk> without(R row, Abstention reason, List<String> of) {
            return instead(row, reason).orElseGet(() -> abstain(reason, of));
        }

        private Optional<Prediction<Risk>> instead(R row, Abstention reason) {
            FallbackScore<? super R> score = fallback;
            if (score == null || now.silent || !score.answers(reason)) {
                return Optional.empty();
            }
            Subject subject;
            Optional<FallbackScore.Scored> scored;
            try {
                subject = subject(row);
                scored = score.score(row);
            } catch (Exception | LinkageError | AssertionError | StackOverflowError e) { // as above
                return Optional.empty();
            }
            return scored.flatMap(found -> instead(subject, found, new Prediction.ByFallback(score.name(), reason)));
        }

        private Optional<Prediction<Risk>> instead(
                Subject subject, FallbackScore.Scored scored, Prediction.ByFallback by) {
            String prediction = nextId();
            Instant made = clock.instant();
            if (!recorded(
                    made,
                    () -> facts(prediction, subject, PredictionFacts.BY_FALLBACK, scored.risk())
                            .with("fallback", by.score())
                            .with("because", by.because().name())
                            .and(scored.inputs())
                            .and(latency(made)))) {
                return Optional.empty();
            }
            outcomes.expect(prediction, subject.patient, List.of(), made, subject.maturesAt);
            fallbacks.incrementAndGet();
            last = made;
            if (!now.stopped) {
                answering.abstained.incrementAndGet();
                answering.monitor.note(Operation.ABSTAINED);
            }
            if (acting(scored.risk())) {
                answering.monitor.note(Operation.ALERTED);
            }
            if (contributions != null && fallback != null) {
                contributions.of(fallback.explaining, answering.model.typical(), scored.inputs());
            }
            return Optional.of(answered(prediction, scored.risk(), Optional.of(by)));
        }

        /** From the host's question to the answer being ready to be put on record. */
        private Facts latency(Instant made) {
            Duration took = Duration.between(begun, made);
            return Version.believable(took)
                    ? Facts.of("latencyMicros", Long.toString(took.toNanos() / 1_000))
                    : Facts.NONE;
        }

        private Facts facts(String prediction, Subject subject, String mode, double risk) {
            return PredictionFacts.row(changes.id, prediction, subject.patient, subject.indexedAt)
                    .with("model", answering.digest())
                    .with("mode", mode)
                    .with("risk", risk)
                    .with("acting", acting(risk));
        }

        private Prediction<Risk> answered(String prediction, double risk, Optional<Prediction.ByFallback> by) {
            return new Prediction.Answered<>(
                    prediction,
                    new Risk(risk),
                    bands.map(names -> names.of(risk)),
                    acting(risk),
                    answering.digest(),
                    by);
        }

        private Prediction<Risk> abstain(Abstention reason, List<String> of) {
            answering.abstained.incrementAndGet();
            answering.monitor.note(Operation.ABSTAINED);
            Facts facts = changes.about(answering).with("reason", reason.name());
            for (int i = 0; i < of.size(); i++) {
                facts = facts.with("feature." + i, of.get(i));
            }
            Draft abstained = Draft.of(EntryKind.ABSTAINED, clock.instant(), facts);
            filing.offer(() -> abstained);
            return abstained(reason, of);
        }
    }

    private Prediction<Risk> abstained(Abstention reason, List<String> of) {
        abstentions.incrementAndGet(reason.ordinal());
        return new Prediction.Abstained<>(reason, of);
    }

    private boolean acting(double risk) {
        return risk > plan.serving().actingAbove();
    }

    private String nextId() {
        return changes.id + "-" + sequence.incrementAndGet();
    }

    /** Whether the ledger has been behind for longer than is allowed. */
    private boolean late() {
        return audit.behind().compareTo(recording.syncedWithin()) > 0;
    }

    /** Number of the last prediction. */
    long sequence() {
        return sequence.get();
    }

    long predictions() {
        return predictions.get();
    }

    long unrecorded() {
        return unrecorded.sum();
    }

    long fallbacks() {
        return fallbacks.get();
    }

    Optional<Instant> last() {
        return Optional.ofNullable(last);
    }

    Map<Abstention, Long> abstentions() {
        Map<Abstention, Long> byReason = new EnumMap<>(Abstention.class);
        for (Abstention reason : Abstention.values()) {
            byReason.put(reason, abstentions.get(reason.ordinal()));
        }
        return byReason;
    }

    /** Why no row would be answered now. */
    Optional<Abstention> notReady() {
        State<R> now = changes.now();
        if (now.closed) {
            return Optional.of(Abstention.CLOSED);
        }
        if (now.stopped) {
            return Optional.of(Abstention.STOPPED);
        }
        boolean recordable = audit.takes() && !late();
        return recordable || !recording.refuses() ? Optional.empty() : Optional.of(Abstention.NOT_RECORDED);
    }
}
