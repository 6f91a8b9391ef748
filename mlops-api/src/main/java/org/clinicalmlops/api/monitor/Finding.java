package org.clinicalmlops.api.monitor;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a detector says of one subject. Immutable.
 *
 * @param kind what was looked at
 * @param detector which detector says it, by its {@link DetectorSpec#id}
 * @param subject name of a feature or a group, of a figure of operation or a promise, or {@link #MODEL}
 * @param state what it says
 * @param explanation for a reader: what was compared and what was seen
 * @param measure the numbers behind it; empty where there was too little to compute
 * @param context what a reader asks next
 */
public record Finding(
        Kind kind,
        String detector,
        String subject,
        State state,
        String explanation,
        Optional<Measure> measure,
        Context context) {

    /** Subject of what concerns no single feature or group. */
    public static final String MODEL = "model";

    /** What a detector looks at. */
    public enum Kind {
        /** The distribution of a feature against training. */
        INPUT_DRIFT(false),
        /** Values of a feature that training never had. */
        UNSEEN_VALUES(false),
        /** A feature, or a part of its rows, that looks multiplied by a constant. */
        UNIT_CHANGE(false),
        /** The share of rows without a value of a feature against training, or which values are missing together. */
        MISSINGNESS(false),
        /** Values of a feature, or predictions at all, that no longer arrive. */
        DEAD_FEED(false),
        /** The distribution of the predicted risks. */
        PREDICTION_DRIFT(false),
        /** The features together. */
        MULTIVARIATE_DRIFT(false),
        /** What performance would be if calibration still held; never in order, since nobody has looked at outcomes. */
        ESTIMATED_PERFORMANCE(false),
        /** Whether more or fewer events happen than the model says. */
        CALIBRATION(true),
        /** Whether the model errs more than its own risks allow for. */
        PERFORMANCE(true),
        /** Whether the model still tells who will have the event. */
        DISCRIMINATION(true),
        /** The same in a group of patients. */
        SUBGROUP(true),
        /** Volume, latency, abstention, overrides, the burden of alerts. */
        OPERATION(false),
        /** The monitoring itself: whether it runs, and whether people looked when they had promised to. */
        OVERSIGHT(false);

        private final boolean harm;

        Kind(boolean harm) {
            this.harm = harm;
        }

        /** Whether this is evidence on outcomes, that patients are served worse; drift of inputs alone is not. */
        public boolean harm() {
            return harm;
        }

        /** Whether this is about what the model is given, feature by feature or together. */
        public boolean inputs() {
            return switch (this) {
                case INPUT_DRIFT, UNSEEN_VALUES, UNIT_CHANGE, MISSINGNESS, DEAD_FEED, MULTIVARIATE_DRIFT -> true;
                default -> false;
            };
        }
    }

    /** What a detector says. */
    public enum State {
        OK,
        /** Too few cases to say: not OK. */
        INSUFFICIENT,
        /** Worth a line in a report; asks nobody for anything. */
        NOTICE,
        ALARM
    }

    /**
     * The numbers behind a finding.
     *
     * @param statistic the value seen
     * @param threshold the value from which on it alarms
     * @param nReference cases in the baseline
     * @param nCurrent cases looked at
     * @param formula which formula, for example {@code "psi-homogeneity"}
     * @param thresholdFrom where the threshold comes from, for example {@code "alpha 0.0004, a part of 1 false alarm a year"}
     */
    public record Measure(
            double statistic, double threshold, long nReference, long nCurrent, String formula, String thresholdFrom) {
        public Measure {
            Objects.requireNonNull(formula, "formula");
            Objects.requireNonNull(thresholdFrom, "thresholdFrom");
        }
    }

    /**
     * What a reader asks next; each is empty where the detector cannot say.
     *
     * @param since when the change is estimated to have begun
     * @param patients episodes concerned so far
     * @param meanRiskBefore mean predicted risk in the baseline
     * @param meanRiskNow what this change alone makes of it
     * @param shareOfRiskChange part of the whole change of the mean predicted risk that this change explains; 1 is all of it
     * @param lookFirst what to look at first
     * @param wouldHaveFound beside a finding in order: the smallest change that would have been found by now
     * @param asks what the evidence asks for, where it is more than to investigate
     */
    public record Context(
            Optional<Instant> since,
            OptionalLong patients,
            OptionalDouble meanRiskBefore,
            OptionalDouble meanRiskNow,
            OptionalDouble shareOfRiskChange,
            Optional<String> lookFirst,
            Optional<String> wouldHaveFound,
            Optional<Remedy> asks) {
        static final Context EMPTY = new Context(
                Optional.empty(),
                OptionalLong.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** What would help. */
    public enum Remedy {
        /** The ranking holds, the level or spread of the risks does not: a new intercept and slope mend it. */
        RECALIBRATE,
        /** The model itself is worse. */
        RETRAIN,
        /** Worse than no model: nobody should act on it. */
        STOP
    }

    public Finding {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(detector, "detector");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(explanation, "explanation");
        Objects.requireNonNull(measure, "measure");
        Objects.requireNonNull(context, "context");
    }

    /** A finding without numbers and context, to which {@code with} methods add. */
    public static Finding of(Kind kind, String detector, String subject, State state, String explanation) {
        return new Finding(kind, detector, subject, state, explanation, Optional.empty(), Context.EMPTY);
    }

    public Finding measured(Measure by) {
        return new Finding(kind, detector, subject, state, explanation, Optional.of(by), context);
    }

    private Finding with(Context other) {
        return new Finding(kind, detector, subject, state, explanation, measure, other);
    }

    /**
     * As {@link #since}, where the change is dated by one patient's case: kept is the start of that day in UTC, which says as much to a
     * reader and names nobody.
     */
    public Finding sinceDay(Instant at) {
        return since(at.truncatedTo(ChronoUnit.DAYS));
    }

    /** @param at when the change is estimated to have begun; no instant of one patient */
    public Finding since(Instant at) {
        Context c = context;
        return with(new Context(
                Optional.of(at),
                c.patients,
                c.meanRiskBefore,
                c.meanRiskNow,
                c.shareOfRiskChange,
                c.lookFirst,
                c.wouldHaveFound,
                c.asks));
    }

    public Finding patients(long n) {
        Context c = context;
        return with(new Context(
                c.since,
                OptionalLong.of(n),
                c.meanRiskBefore,
                c.meanRiskNow,
                c.shareOfRiskChange,
                c.lookFirst,
                c.wouldHaveFound,
                c.asks));
    }

    /** The effect, where nothing is said of its share in the whole change. */
    public Finding effect(double before, double now) {
        return effect(before, now, Double.NaN);
    }

    /** @param share NaN where the mean risk has not changed enough to divide by */
    public Finding effect(double before, double now, double share) {
        Context c = context;
        return with(new Context(
                c.since,
                c.patients,
                OptionalDouble.of(before),
                OptionalDouble.of(now),
                Double.isNaN(share) ? OptionalDouble.empty() : OptionalDouble.of(share),
                c.lookFirst,
                c.wouldHaveFound,
                c.asks));
    }

    public Finding lookFirst(String at) {
        Context c = context;
        return with(new Context(
                c.since,
                c.patients,
                c.meanRiskBefore,
                c.meanRiskNow,
                c.shareOfRiskChange,
                Optional.of(at),
                c.wouldHaveFound,
                c.asks));
    }

    public Finding wouldHaveFound(String smallest) {
        Context c = context;
        return with(new Context(
                c.since,
                c.patients,
                c.meanRiskBefore,
                c.meanRiskNow,
                c.shareOfRiskChange,
                c.lookFirst,
                Optional.of(smallest),
                c.asks));
    }

    public Finding asks(Remedy remedy) {
        Context c = context;
        return with(new Context(
                c.since,
                c.patients,
                c.meanRiskBefore,
                c.meanRiskNow,
                c.shareOfRiskChange,
                c.lookFirst,
                c.wouldHaveFound,
                Optional.of(remedy)));
    }
}
