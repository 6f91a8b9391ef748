package org.clinicalmlops.monitoring.harm;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.clinicalmlops.api.monitor.Allowance;
import org.clinicalmlops.api.monitor.MaturedCase;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.metrics.sequential.RiskAdjustedSequence;
import org.clinicalmlops.monitoring.harm.Onset.Seen;

/**
 * The risk-adjusted Shiryaev-Roberts chart for one direction: more events than predicted, or fewer. Gains its {@link Shares},
 * alarms at 1 and starts anew. Beside it runs the risk-adjusted CUSUM of Steiner et al. 2000, without a tolerance, which is shown
 * and never alarms. Single-threaded.
 */
final class RiskAdjustedChart {
    private static final double FARTHEST = Math.log(100);
    private static final int STEPS = 20; // of a search in [0, ln 100], to 5e-6

    /** A chart that may not alarm yet stays finite. */
    private static final double HIGHEST = 1e100;

    private final double tolerated;
    private final double harmful;
    private final double shown; // odds ratio of the CUSUM that is shown
    private final Shares shares;
    private final Onset onset;
    private final RiskTally tally = new RiskTally();

    private Instant start;
    private double state;
    private double gained;
    private double cusum;
    private long events;

    /**
     * What the chart had seen when it alarmed.
     *
     * @param state of the chart, at least 1
     * @param cusum the one that is shown
     * @param whole since the chart last started
     * @param lately since the change
     */
    record Evidence(double state, double cusum, Seen whole, Seen lately) {}

    /** For more events: {@code 1 <= tolerated < harmful}. For fewer their reciprocals. */
    RiskAdjustedChart(Allowance allowance, double tolerated, double harmful, Instant since) {
        this.tolerated = tolerated;
        this.harmful = harmful;
        this.shown = harmful > 1 ? 2 : 0.5;
        this.shares = new Shares(allowance, since);
        this.onset = new Onset(since);
        this.start = since;
    }

    /** Reads one outcome. Present if it raised an alarm; {@code mayAlarm} false keeps the evidence for later. */
    Optional<Evidence> read(MaturedCase matured, boolean mayAlarm) {
        double share = shares.next(matured.maturesAt());
        double p = matured.risk();
        double weight = RiskAdjustedSequence.weight(p, matured.event(), tolerated, harmful);
        state = Math.min(HIGHEST, RiskAdjustedSequence.next(state, share, weight));
        cusum = Math.max(0, cusum + RiskAdjustedSequence.weight(p, matured.event(), 1, shown));
        onset.add(matured, weight, shares.clock());
        tally.add(p);
        events += matured.event() ? 1 : 0;
        gained += share;
        if (state < 1 || !mayAlarm) {
            return Optional.empty();
        }
        Evidence evidence = new Evidence(state, cusum, whole(), onset.seen());
        restart();
        return Optional.of(evidence);
    }

    /** Whether nothing speaks for a change at present. */
    boolean atZero() {
        return onset.atZero();
    }

    double state() {
        return state;
    }

    /** The CUSUM that is shown. */
    double cusum() {
        return cusum;
    }

    /** What was read since the chart last started; without an odds ratio. */
    Seen whole() {
        return new Seen(start, tally.cases(), events, tally.expected(), Optional.empty());
    }

    long cases() {
        return tally.cases();
    }

    /**
     * Whether silence means something: at the harmful odds the outcomes read since the start would be expected to have carried the
     * chart to its limit. Our choice.
     */
    boolean wouldHaveFound() {
        return reached(Math.log(harmful));
    }

    /**
     * The odds ratio nearest to 1 that, there since the start, would be expected to have carried the chart to its limit; empty if
     * none up to 100 would.
     */
    OptionalDouble smallestFound() {
        double side = harmful > 1 ? 1 : -1;
        double near = 0;
        double far = FARTHEST;
        if (!reached(side * far)) {
            return OptionalDouble.empty();
        }
        for (int step = 0; step < STEPS; step++) {
            double middle = (near + far) / 2;
            if (reached(side * middle)) {
                far = middle;
            } else {
                near = middle;
            }
        }
        return OptionalDouble.of(Math.exp(side * far));
    }

    private boolean reached(double logOddsRatio) {
        return gained > 0 && Math.log(gained) + information(Math.exp(logOddsRatio)) >= 0;
    }

    /** Expected weight of all cases since the start if their odds are those predicted times the ratio. */
    private double information(double oddsRatio) {
        return tally.sum(p -> {
            double truth = RiskTally.moved(p, oddsRatio);
            return truth * RiskAdjustedSequence.weight(p, true, tolerated, harmful)
                    + (1 - truth) * RiskAdjustedSequence.weight(p, false, tolerated, harmful);
        });
    }

    /**
     * About how many further episodes like those so far it takes to find the harmful odds ratio if it begins now: with s the mean
     * share of an episode and i its information, the chart grows as {@code s exp(n i) / (1 - exp(-i))}. Our choice of
     * approximation.
     */
    OptionalLong episodesToFind() {
        long n = tally.cases();
        double each = n == 0 ? 0 : information(harmful) / n;
        if (!(each > 0 && gained > 0)) {
            return OptionalLong.empty();
        }
        double needed = Math.log(-Math.expm1(-each) * n / gained) / each;
        return OptionalLong.of(Math.max(1, Math.round(needed)));
    }

    private void restart() {
        start = shares.clock();
        state = 0;
        gained = 0;
        cusum = 0;
        events = 0;
        tally.clear();
        onset.restart(start);
    }

    void save(StateOutput out) {
        shares.save(out);
        out.putInstant(start);
        out.putDoubles(new double[] {state, gained, cusum});
        out.putLong(events);
        tally.save(out);
        onset.save(out);
    }

    void restore(StateInput in) {
        shares.restore(in);
        start = in.getInstant();
        double[] sums = in.getDoubles(3);
        state = sums[0];
        gained = sums[1];
        cusum = sums[2];
        events = in.getLong();
        tally.restore(in);
        onset.restore(in);
    }
}
