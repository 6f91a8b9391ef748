package org.clinicalmlops.monitoring.harm;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import org.clinicalmlops.api.monitor.Allowance;
import org.clinicalmlops.api.monitor.MaturedCase;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.metrics.sequential.RiskAdjustedSequence;
import org.clinicalmlops.monitoring.harm.Onset.Seen;

/**
 * Bets {@code 1 + stake g(p) (y - b)} that the odds exceed the predicted ones by more than is tolerated, and {@code 1 + stake g(p)
 * (b' - y)} that they fall short, where b and b' are the risk with its odds multiplied and divided by the tolerated ratio. Each
 * {@code g} looks at one way in which risks can be off: everywhere (1), more at high risks (p), more at low ones ({@code 1 - p}),
 * and in one part of the range only. The mean of all gains its {@link Shares}, alarms at 1 and starts anew. Single-threaded.
 */
final class ProcessCharts {
    /** Stakes: near the best for odds ratios of about 2, and of 4 and more. Our choice. */
    private static final double[] STAKES = {0.5, 1.5};

    /** Part of all that a bet can lose at most. Our choice. */
    private static final double BOLDEST = 0.75;

    private static final int SHAPES = 3; // everywhere, high, low; the parts come after them
    private static final double FARTHEST = Math.log(100);
    private static final int STEPS = 20; // of a search in [0, ln 100], to 5e-6

    private final RiskParts parts;
    private final double tolerated;
    private final double harmful;
    private final int size;
    private final Shares shares;
    private final double[] states; // by direction, then shape, then stake
    private final Onset[][] onsets; // by direction; everywhere, then the parts
    private final RiskTally[] tallies; // of the parts
    private Instant start;
    private double gained;
    private long events;

    /**
     * What was seen at an alarm.
     *
     * @param state of the mean: at 1 it alarms
     * @param more events than predicted
     * @param shape which bet had won most: 0 everywhere, 1 at high risks, 2 at low ones, then the parts
     * @param lately since the change, in the part
     * @param cases since the start
     */
    record Evidence(double state, boolean more, int shape, Seen lately, long cases) {
        /** The part of the range; below 0 if it is all of it. */
        int part() {
            return shape - SHAPES;
        }
    }

    ProcessCharts(RiskParts parts, Allowance allowance, double tolerated, double harmful, Instant since) {
        this.parts = parts;
        this.tolerated = tolerated;
        this.harmful = harmful;
        this.size = SHAPES + parts.size();
        this.shares = new Shares(allowance, since);
        this.states = new double[2 * size * STAKES.length];
        this.onsets = new Onset[2][1 + parts.size()];
        for (Onset[] direction : onsets) {
            Arrays.setAll(direction, i -> new Onset(since));
        }
        this.tallies = new RiskTally[parts.size()];
        Arrays.setAll(tallies, i -> new RiskTally());
        this.start = since;
    }

    /** Reads one outcome. Present if it raised an alarm. */
    Optional<Evidence> read(MaturedCase matured) {
        double share = shares.next(matured.maturesAt());
        double p = matured.risk();
        int part = parts.of(p);
        gained += share;
        events += matured.event() ? 1 : 0;
        tallies[part].add(p);
        for (int direction = 0; direction < 2; direction++) {
            boolean more = direction == 0;
            double bound = bound(p, more);
            for (int shape = 0; shape < size; shape++) {
                double g = shape == 0 ? 1 : shape == 1 ? p : shape == 2 ? 1 - p : shape - SHAPES == part ? 1 : 0;
                for (int stake = 0; stake < STAKES.length; stake++) {
                    int at = at(direction, shape, stake);
                    states[at] = (states[at] + share) * factor(bound, matured.event(), more, g, STAKES[stake]);
                }
            }
            double weight = RiskAdjustedSequence.weight(
                    p, matured.event(), more ? tolerated : 1 / tolerated, more ? harmful : 1 / harmful);
            onsets[direction][0].add(matured, weight, shares.clock());
            onsets[direction][1 + part].add(matured, weight, shares.clock());
        }
        if (state() < 1) {
            return Optional.empty();
        }
        Evidence evidence = evidence();
        restart();
        return Optional.of(evidence);
    }

    /** What a bet multiplies the state by; its mean is at most 1 as long as the odds ratio is tolerated. */
    private static double factor(double bound, boolean event, boolean more, double g, double stake) {
        double y = event ? 1 : 0;
        double lost = more ? bound : 1 - bound; // if the bet loses everything
        double played = Math.min(stake * g, lost > 0 ? BOLDEST / lost : stake * g);
        return 1 + played * (more ? y - bound : bound - y);
    }

    /** The highest, or lowest, probability that is tolerated. */
    private double bound(double p, boolean more) {
        return RiskTally.moved(p, more ? tolerated : 1 / tolerated);
    }

    private int at(int direction, int shape, int stake) {
        return (direction * size + shape) * STAKES.length + stake;
    }

    double state() {
        double sum = 0;
        for (double state : states) {
            sum += state;
        }
        return sum / states.length;
    }

    private Evidence evidence() {
        int best = 0;
        for (int i = 0; i < 2 * size; i++) {
            best = won(i) > won(best) ? i : best;
        }
        int direction = best / size;
        int shape = best % size;
        Seen lately = onsets[direction][shape < SHAPES ? 0 : 1 + shape - SHAPES].seen();
        return new Evidence(state(), direction == 0, shape, lately, cases());
    }

    private double won(int directionAndShape) {
        double sum = 0;
        for (int stake = 0; stake < STAKES.length; stake++) {
            sum += states[directionAndShape * STAKES.length + stake];
        }
        return sum;
    }

    long cases() {
        return Arrays.stream(tallies).mapToLong(RiskTally::cases).sum();
    }

    /** All cases since the start. */
    Seen whole() {
        double expected =
                Arrays.stream(tallies).mapToDouble(RiskTally::expected).sum();
        return new Seen(start, cases(), events, expected, Optional.empty());
    }

    /**
     * The odds ratio nearest to 1 that, there since the start in a part of the range (below 0: in all of it), would be expected to
     * have carried the mean to its limit; empty if none up to 100, or down to 1/100, would.
     */
    OptionalDouble smallestFound(int part, boolean more) {
        double side = more ? 1 : -1;
        double near = 0;
        double far = FARTHEST;
        if (!reached(part, more, side * far)) {
            return OptionalDouble.empty();
        }
        for (int step = 0; step < STEPS; step++) {
            double middle = (near + far) / 2;
            if (reached(part, more, side * middle)) {
                far = middle;
            } else {
                near = middle;
            }
        }
        return OptionalDouble.of(Math.exp(side * far));
    }

    /** Whether that odds ratio in the whole range would be expected to have been found by now. */
    boolean wouldHaveFound(double oddsRatio) {
        return reached(-1, oddsRatio > 1, Math.log(oddsRatio));
    }

    private boolean reached(int part, boolean more, double logOddsRatio) {
        if (!(gained > 0)) {
            return false;
        }
        double growth = Double.NEGATIVE_INFINITY;
        for (double stake : STAKES) {
            double sum = 0;
            for (int i = 0; i < tallies.length; i++) {
                sum += part < 0 || part == i ? tallies[i].sum(p -> growth(p, Math.exp(logOddsRatio), more, stake)) : 0;
            }
            growth = Math.max(growth, sum);
        }
        return Math.log(gained / states.length) + growth >= 0;
    }

    private double growth(double p, double oddsRatio, boolean more, double stake) {
        double truth = RiskTally.moved(p, oddsRatio);
        double bound = bound(p, more);
        return truth * Math.log(factor(bound, true, more, 1, stake))
                + (1 - truth) * Math.log(factor(bound, false, more, 1, stake));
    }

    private void restart() {
        start = shares.clock();
        Arrays.fill(states, 0);
        gained = 0;
        events = 0;
        for (Onset[] direction : onsets) {
            for (Onset onset : direction) {
                onset.restart(start);
            }
        }
        for (RiskTally tally : tallies) {
            tally.clear();
        }
    }

    void save(StateOutput out) {
        shares.save(out);
        out.putInstant(start);
        out.putDoubles(states);
        out.putDouble(gained);
        out.putLong(events);
        for (Onset[] direction : onsets) {
            for (Onset onset : direction) {
                onset.save(out);
            }
        }
        for (RiskTally tally : tallies) {
            tally.save(out);
        }
    }

    void restore(StateInput in) {
        shares.restore(in);
        start = in.getInstant();
        System.arraycopy(in.getDoubles(states.length), 0, states, 0, states.length);
        gained = in.getDouble();
        events = in.getLong();
        for (Onset[] direction : onsets) {
            for (Onset onset : direction) {
                onset.restore(in);
            }
        }
        for (RiskTally tally : tallies) {
            tally.restore(in);
        }
    }
}
