package org.clinicalmlops.core.serve;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.core.model.BoundModel;

/** One model version inside a deployment, with its monitor and the evidence of its silent trial. */
final class Version<R> {
    /** No answer takes longer: the clock was set. */
    private static final long LONGEST = Duration.ofHours(1).toNanos();

    final BoundModel<R> model;
    final Monitor monitor;
    /** Who is told of the outcomes of predictions that only this version has made. */
    final List<Monitor> watching;

    final Instant since;
    private final GuardedMonitor guard;
    final RowCheck<R> check;
    final PredictionFacts facts;
    final AsOfTimes<R> times;
    final Explaining explaining;
    final Slips<R> slips;
    final AtomicLong answered = new AtomicLong();
    final AtomicLong abstained = new AtomicLong();

    /** Ready to answer without a delay: what a first row would pay for is paid. @param plan whose rules say which rows it answers */
    static <R> Version<R> warm(
            Pipeline<R, Risk> plan, Surroundings<R> with, BoundModel<R> model, Monitor monitor, Instant since) {
        Version<R> version = new Version<>(plan, with, model, monitor, since);
        WarmUp.of(version.model, version.facts);
        return version;
    }

    private Version(Pipeline<R, Risk> plan, Surroundings<R> with, BoundModel<R> model, Monitor monitor, Instant since) {
        FeatureSet<R> features = features(plan);
        this.check =
                RowCheck.of(plan.serving().inputs(), features, model.artifact().schema());
        this.times = AsOfTimes.of(features, model.artifact().schema());
        this.model = model;
        this.guard = new GuardedMonitor(monitor, with.audit()::settle);
        this.monitor = monitor.mayWait() ? new HandedOver(guard, with.monitorClock()) : guard;
        this.watching = List.of(this.monitor);
        this.since = since;
        this.explaining = new Explaining(model.artifact());
        this.facts =
                new PredictionFacts(model.artifact().schema(), model.artifact().levels());
        this.slips = new Slips<>(this);
    }

    @SuppressWarnings("unchecked") // what reads a supertype of R reads every R
    private static <R> FeatureSet<R> features(Pipeline<R, Risk> plan) {
        return (FeatureSet<R>) plan.features();
    }

    /** NaN where the model is not defined. */
    double score(double[] coded) {
        return model.artifact().compiled().risk(coded);
    }

    /** Tells the monitor how long an answer took; by the host's clock, which may be set meanwhile: then nothing can be said. */
    void took(long nanos) {
        if (believable(nanos)) {
            monitor.took(nanos);
        }
    }

    /** Whether an answer can have taken so long; if not, the clock was set meanwhile. */
    static boolean believable(long nanos) {
        return nanos >= 0 && nanos <= LONGEST;
    }

    /** What its monitor has not taken. */
    long unobserved() {
        return guard.untaken();
    }

    /** Whether what a model said is an answer. */
    static boolean isRisk(double said) {
        return said >= 0 && said <= 1;
    }

    /** Whether no value is infinite; missing ones are NaN. */
    static boolean finite(double[] coded) {
        for (double value : coded) {
            if (Double.isInfinite(value)) {
                return false;
            }
        }
        return true;
    }

    Digest digest() {
        return model.artifact().digest();
    }
}
