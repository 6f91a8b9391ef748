package org.clinicalmlops.monitoring.outcome;

import java.time.DateTimeException;
import java.time.Instant;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.monitor.MaturedCase;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;

/**
 * One prediction in the case book. Immutable.
 *
 * @param prediction what was said
 * @param outcome what was told of it
 * @param use what has become of it
 * @param remembered whether it is among those that are forgotten after a time
 */
record Case(Prediction prediction, Statement outcome, Use use, boolean remembered) {

    /**
     * What was said.
     *
     * @param id empty once it is evidence
     * @param episode empty once it is evidence
     * @param fingerprint of the episode
     * @param madeAt second of the epoch, not after {@code maturesAt}
     * @param maturesAt end of the horizon
     * @param risk in [0, 1]
     * @param cell of the plan's groups
     */
    record Prediction(
            String id, String episode, long fingerprint, long madeAt, Instant maturesAt, double risk, int cell) {
        /** Seconds. */
        long horizon() {
            return maturesAt.getEpochSecond() - madeAt;
        }

        private Prediction withoutTexts() {
            return new Prediction("", "", 0, madeAt, maturesAt, risk, cell);
        }
    }

    /** What has become of a case. The order is that of stored states: new ones come last. */
    enum Use {
        /** Nothing yet. */
        WAITING,
        /** It came due with a known outcome, and its episode had given evidence before. */
        REPEATED,
        /** Evidence, in the figures to date with the event. */
        EVENT,
        /** Evidence, in the figures to date without the event. */
        NO_EVENT,
        /** Evidence, taken out of the figures to date. */
        LEFT_OUT;

        private static final Use[] ALL = values();

        boolean evidence() {
            return this == EVENT || this == NO_EVENT || this == LEFT_OUT;
        }

        static Use figure(boolean event) {
            return event ? EVENT : NO_EVENT;
        }
    }

    static Case of(Prediction prediction) {
        return new Case(prediction, Statement.NOTHING, Use.WAITING, false);
    }

    Case told(Statement statement) {
        return new Case(prediction, statement, use, remembered);
    }

    Case asUsed(Use now) {
        return new Case(prediction, outcome, now, remembered);
    }

    Case asRemembered(boolean whether) {
        return new Case(prediction, outcome, use, whether);
    }

    /** Taken: what is no longer needed is dropped. */
    Case taken(Use now) {
        return new Case(prediction.withoutTexts(), outcome.always(), now, true);
    }

    /** Whether its horizon ended before an instant. */
    boolean due(Instant until) {
        return prediction.maturesAt().isBefore(until);
    }

    /** Whether what was told is dated after an instant, and nobody has counted that yet. */
    boolean runsAhead(Instant now) {
        return !outcome.ahead() && outcome.told() != Told.PENDING && outcome.at(now) == Told.PENDING;
    }

    /** What the figures to date should say of it, once it is evidence; what is dated later changes nothing yet. */
    Use figure(Instant now) {
        if (outcome.at(now) != outcome.told()) {
            return use;
        }
        return outcome.told() == Told.KNOWN ? Use.figure(outcome.event()) : Use.LEFT_OUT;
    }

    /** Whether the end of a window changes anything about it. */
    boolean concerns(Instant until, Instant now) {
        if (runsAhead(now)) {
            return true;
        }
        if (use.evidence()) {
            return figure(now) != use;
        }
        Told told = outcome.at(now);
        return use == Use.WAITING && due(until) && (told == Told.KNOWN || told != Told.PENDING && !remembered);
    }

    MaturedCase matured() {
        Prediction p = prediction;
        return new MaturedCase(p.id(), p.episode(), p.maturesAt(), p.risk(), outcome.event(), p.cell());
    }

    /** @param base a second near the end of the horizon, which {@link #restore} is given too */
    void save(StateOutput out, long base) {
        Prediction p = prediction;
        long dated = outcome.at().equals(Instant.MIN) ? 0 : 1;
        long flags = (outcome.event() ? 1 : 0) + (outcome.ahead() ? 2 : 0) + 4 * dated;
        out.putLong(use.ordinal() + 8L * outcome.told().ordinal() + 64 * flags);
        if (use == Use.WAITING) {
            out.putText(p.id());
            out.putText(p.episode());
        }
        out.putLong(p.maturesAt().getEpochSecond() - base);
        out.putLong(p.maturesAt().getNano());
        out.putLong(p.horizon());
        out.putDouble(p.risk());
        out.putLong(p.cell());
        if (dated > 0) {
            out.putLong(outcome.at().getEpochSecond() - p.maturesAt().getEpochSecond());
            out.putLong(outcome.at().getNano());
        }
    }

    static Case restore(StateInput in, long base, boolean remembered) {
        int what = within(in.getLong(), 512);
        Use use = Use.ALL[within(what % 8, Use.ALL.length)];
        Told told = Told.of(within(what / 8 % 8, Told.count()));
        int flags = what / 64;
        boolean texts = use == Use.WAITING;
        String id = texts ? in.getText() : "";
        String episode = texts ? in.getText() : "";
        long second = base + in.getLong();
        Instant maturesAt = instant(second, in.getLong());
        long horizon = in.getLong();
        double risk = in.getDouble();
        int cell = within(in.getLong(), Integer.MAX_VALUE);
        Instant at = flags < 4 ? Instant.MIN : instant(second + in.getLong(), in.getLong());
        if (!(risk >= 0 && risk <= 1) || horizon < 0) {
            throw new MlopsException("a stored case has no risk, or a horizon that ends before it begins");
        }
        long fingerprint = texts ? Fingerprint.of(episode) : 0;
        return new Case(
                new Prediction(id, episode, fingerprint, second - horizon, maturesAt, risk, cell),
                new Statement(told, at, flags % 2 == 1, flags / 2 % 2 == 1),
                use,
                remembered);
    }

    private static Instant instant(long second, long nano) {
        try {
            return Instant.ofEpochSecond(second, within(nano, 1_000_000_000));
        } catch (DateTimeException | ArithmeticException e) {
            throw new MlopsException("a stored case has no such instant");
        }
    }

    private static int within(long value, int below) {
        if (value < 0 || value >= below) {
            throw new MlopsException("a stored number must be in [0, " + below + "), was " + value);
        }
        return (int) value;
    }
}
