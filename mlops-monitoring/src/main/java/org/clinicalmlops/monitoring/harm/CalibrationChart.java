package org.clinicalmlops.monitoring.harm;

import java.time.Instant;
import java.util.Optional;
import org.clinicalmlops.api.monitor.Allowance;
import org.clinicalmlops.api.monitor.MaturedCase;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.metrics.sequential.RiskAdjustedSequence;

/**
 * The risk-adjusted Shiryaev-Roberts chart for one direction: more events than predicted, or fewer. Starts anew at every alarm.
 * Single-threaded.
 *
 * <p>Before an outcome is read, the chart gains {@code budget * years} since the one before, by the ends of their horizons; an
 * outcome whose horizon ended before that of one already read gains nothing, and none gains for more than {@link #LONGEST_GAP}. So the
 * shares add up to at most the budget times the time that has passed, and with them the expected false alarms.
 */
final class CalibrationChart {
    /**
     * The longest time, in years, whose share one outcome brings. Otherwise the first outcome of a long horizon would bring the share
     * of all the years in which there was nothing to find, and alarm by itself. Our choice; less than the budget is always safe.
     */
    static final double LONGEST_GAP = 0.1;

    private final double budgetPerYear;
    private final double tolerated;
    private final double harmful;

    private Instant clock;
    private Instant start;
    private double state;
    private double gained;
    private double information;
    private long cases;
    private long events;
    private double expected;

    /**
     * What the chart has seen when it alarmed, or up to now.
     *
     * @param state of the chart: at 1 it alarms
     * @param since when it last started
     * @param cases episodes since then
     * @param events among them
     * @param expected events that the model expected among them
     */
    record Evidence(double state, Instant since, long cases, long events, double expected) {}

    /** For more events: {@code 1 <= tolerated < harmful}. For fewer their reciprocals. */
    CalibrationChart(double budgetPerYear, double tolerated, double harmful, Instant since) {
        this.budgetPerYear = budgetPerYear;
        this.tolerated = tolerated;
        this.harmful = harmful;
        this.clock = since;
        this.start = since;
    }

    /** Reads one outcome. Present if it raised an alarm. */
    Optional<Evidence> read(MaturedCase matured) {
        double share = budgetPerYear * Math.min(LONGEST_GAP, Allowance.years(clock, matured.maturesAt()));
        if (matured.maturesAt().isAfter(clock)) {
            clock = matured.maturesAt();
        }
        double p = matured.risk();
        double ifEvent = RiskAdjustedSequence.weight(p, true, tolerated, harmful);
        double ifNone = RiskAdjustedSequence.weight(p, false, tolerated, harmful);
        double risk = harmful * p / (1 - p + harmful * p); // what it is at the harmful odds
        state = RiskAdjustedSequence.next(state, share, matured.event() ? ifEvent : ifNone);
        gained += share;
        information += risk * ifEvent + (1 - risk) * ifNone;
        cases++;
        events += matured.event() ? 1 : 0;
        expected += p;
        if (state < 1) {
            return Optional.empty();
        }
        Evidence evidence = evidence();
        restart();
        return Optional.of(evidence);
    }

    void save(StateOutput out) {
        out.putInstant(clock);
        out.putInstant(start);
        out.putDoubles(new double[] {state, gained, information, expected});
        out.putLongs(new long[] {cases, events});
    }

    void restore(StateInput in) {
        clock = in.getInstant();
        start = in.getInstant();
        double[] sums = in.getDoubles(4);
        state = sums[0];
        gained = sums[1];
        information = sums[2];
        expected = sums[3];
        long[] counts = in.getLongs(2);
        cases = counts[0];
        events = counts[1];
    }

    Evidence evidence() {
        return new Evidence(state, start, cases, events, expected);
    }

    /**
     * Whether silence means something: at the harmful odds the outcomes read since the start would be expected to have carried the
     * chart to its limit. Our choice.
     */
    boolean wouldHaveFound() {
        return gained > 0 && Math.log(gained) + information >= 0;
    }

    private void restart() {
        start = clock;
        state = 0;
        gained = 0;
        information = 0;
        cases = 0;
        events = 0;
        expected = 0;
    }
}
