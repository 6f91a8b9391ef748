package org.clinicalmlops.core.serve;

import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.feature.FeatureSet;
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
 * What a deployment answers with, and how often it has and has not. Thread-safe: takes no lock, throws nothing.
 */
final class Answers<R> {
    final VersionChanges<R> changes;
    final Pipeline<R, Risk> plan;
    final FeatureSet<? super R> features;
    final Pseudonyms pseudonyms;
    final Clock clock;
    private final Audit audit;
    final Filing unreceipted;
    final Afterwards<R> afterwards;
    final OutcomeBook outcomes;
    private final Optional<Bands> bands;
    final @Nullable FallbackScore<? super R> fallback;
    final Recording recording;
    private final AtomicLong sequence;
    private final AtomicLong predictions = new AtomicLong();
    private final AtomicLong fallbacks = new AtomicLong();
    final LongAdder unrecorded = new LongAdder();
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
        this.unreceipted = Filing.with(audit);
        this.afterwards = new Afterwards<>(changes, outcomes);
        this.bands = plan.serving().bands();
        this.fallback = plan.serving().fallback().isEmpty()
                ? null
                : new FallbackScore<>(plan.serving().fallback().get(), features);
        this.recording = plan.serving().recording();
        this.sequence = new AtomicLong(last);
    }

    Prediction<Risk> predict(R row) {
        return new Call<>(this, unreceipted, null).predict(row);
    }

    Explained<Risk> predictWithContributions(R row) {
        Asked asked = new Asked();
        return asked.with(new Call<>(this, unreceipted, asked).predict(row));
    }

    Receipted<Risk> predictWithReceipt(R row) {
        CompletableFuture<Receipt> receipt = new CompletableFuture<>();
        Filing filing = Filing.with(audit, receipt);
        Prediction<Risk> prediction = new Call<>(this, filing, null).predict(row);
        filing.end();
        return new Receipted<>(prediction, receipt.minimalCompletionStage());
    }

    /** Counts one of the model's. */
    void answered(Instant made) {
        predictions.incrementAndGet();
        last = made;
    }

    /** Counts one of the fallback's. */
    void answeredInstead(Instant made) {
        fallbacks.incrementAndGet();
        last = made;
    }

    Optional<String> band(double risk) {
        return bands.map(names -> names.of(risk));
    }

    /** Counts one without an answer. */
    Prediction<Risk> abstained(Abstention reason, List<String> of) {
        abstentions.incrementAndGet(reason.ordinal());
        return new Prediction.Abstained<>(reason, of);
    }

    boolean acting(double risk) {
        return risk > plan.serving().actingAbove();
    }

    String nextId() {
        return changes.id + "-" + sequence.incrementAndGet();
    }

    /** Whether the ledger has been behind for longer than is allowed. */
    boolean late() {
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
