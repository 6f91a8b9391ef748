package org.clinicalmlops.monitoring.harm;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import org.clinicalmlops.api.monitor.Allowance;
import org.clinicalmlops.api.monitor.MaturedCase;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.metrics.sequential.Betting;

/**
 * Bets that the squared error is larger than the model's own risks allow for. The excess of a case is {@code (y - p)^2 - p (1 - p)
 * = (y - p)(1 - 2p)}, which no case mix moves: its mean is {@code (q - p)(1 - 2p)} where q is the true risk. It is never below
 * -1/8. Gains its {@link Shares}, alarms at 1 and starts anew. Beside it runs the e-CUSUM of the same bets, which is shown and
 * never alarms. Single-threaded.
 */
final class LossChart {
    private static final double LOWEST = -0.125; // of the excess: at p = 1/4 without the event, at p = 3/4 with it
    private static final int STAKES = 8;
    private static final int DATING =
            3; // the stake whose CUSUM dates the change: good for an excess of about a twentieth

    private final double tolerated;
    private final double[] stakes;
    private final Shares shares;
    private final double[] states = new double[STAKES];
    private final double[] cusum = new double[STAKES]; // logarithms
    private final Loss whole;
    private final Loss lately;
    private double dating;
    private double gained;

    /** Sums of the errors of some cases. */
    private static final class Loss {
        Instant since;
        long cases;
        double error;
        double allowed;
        double variance;

        Loss(Instant since) {
            this.since = since;
        }

        void add(double p, boolean event) {
            double gap = (event ? 1 : 0) - p;
            cases++;
            error += gap * gap;
            allowed += p * (1 - p);
            variance += p * (1 - p) * (1 - 2 * p) * (1 - 2 * p);
        }

        void restart(Instant now) {
            since = now;
            cases = 0;
            error = 0;
            allowed = 0;
            variance = 0;
        }

        Seen seen() {
            return new Seen(since, cases, cases == 0 ? 0 : error / cases, cases == 0 ? 0 : allowed / cases);
        }

        void save(StateOutput out) {
            out.putInstant(since);
            out.putLong(cases);
            out.putDoubles(new double[] {error, allowed, variance});
        }

        void restore(StateInput in) {
            since = in.getInstant();
            cases = in.getLong();
            double[] sums = in.getDoubles(3);
            error = sums[0];
            allowed = sums[1];
            variance = sums[2];
        }
    }

    /**
     * Errors of some cases.
     *
     * @param since end of the last horizon before
     * @param cases episodes since then
     * @param error their mean squared error
     * @param allowed what their own risks allow for, the mean of {@code p (1 - p)}
     */
    record Seen(Instant since, long cases, double error, double allowed) {}

    /**
     * What the chart has seen when it alarmed, or up to now.
     *
     * @param state of the chart: at 1 it alarms
     * @param cusum logarithm of the e-CUSUM to base 10
     * @param whole since the chart last started
     * @param lately since the change, if there is one
     */
    record Evidence(double state, double cusum, Seen whole, Seen lately) {}

    /** @param tolerated mean excess that is no harm, in [0, 1) */
    LossChart(Allowance allowance, double tolerated, Instant since) {
        this.tolerated = tolerated;
        this.stakes = Betting.stakes(tolerated - LOWEST, STAKES);
        this.shares = new Shares(allowance, since);
        this.whole = new Loss(since);
        this.lately = new Loss(since);
    }

    /** Reads one outcome. Present if it raised an alarm. */
    Optional<Evidence> read(MaturedCase matured) {
        double share = shares.next(matured.maturesAt());
        double p = matured.risk();
        double gain = ((matured.event() ? 1 : 0) - p) * (1 - 2 * p) - tolerated;
        Betting.shiryaevRoberts(states, share, stakes, gain);
        Betting.cusum(cusum, stakes, gain);
        gained += share;
        whole.add(p, matured.event());
        dating = Math.max(0, dating + Math.log1p(stakes[DATING] * gain));
        if (dating == 0) {
            lately.restart(shares.clock());
        } else {
            lately.add(p, matured.event());
        }
        if (Betting.mean(states) < 1) {
            return Optional.empty();
        }
        Evidence evidence = evidence();
        restart();
        return Optional.of(evidence);
    }

    /** Whether nothing speaks for a change at present. */
    boolean atZero() {
        return dating == 0;
    }

    Evidence evidence() {
        return new Evidence(
                Betting.mean(states), Math.max(0, Betting.logMean(cusum)) / Math.log(10), whole.seen(), lately.seen());
    }

    /**
     * The mean excess that, there since the start, would be expected to have carried the chart to its limit; empty if none up to 1
     * would. By the second-order growth {@code s x - s^2 (v + x^2) / 2} of the best stake s, where x is the excess beyond what is
     * tolerated and v the variance that the risks allow for.
     */
    OptionalDouble smallestFound() {
        double near = tolerated;
        double far = 1;
        if (!reached(far)) {
            return OptionalDouble.empty();
        }
        for (int step = 0; step < 40; step++) {
            double middle = (near + far) / 2;
            if (reached(middle)) {
                far = middle;
            } else {
                near = middle;
            }
        }
        return OptionalDouble.of(far);
    }

    private boolean reached(double excess) {
        if (!(gained > 0)) {
            return false;
        }
        double x = excess - tolerated;
        double v = whole.variance / whole.cases;
        double best = Arrays.stream(stakes)
                .map(s -> s * x - s * s * (v + x * x) / 2)
                .max()
                .orElseThrow();
        return Math.log(gained / STAKES) + whole.cases * best >= 0;
    }

    private void restart() {
        Arrays.fill(states, 0);
        Arrays.fill(cusum, 0);
        dating = 0;
        gained = 0;
        whole.restart(shares.clock());
        lately.restart(shares.clock());
    }

    void save(StateOutput out) {
        shares.save(out);
        out.putDoubles(states);
        out.putDoubles(cusum);
        out.putDoubles(new double[] {dating, gained});
        whole.save(out);
        lately.save(out);
    }

    void restore(StateInput in) {
        shares.restore(in);
        System.arraycopy(in.getDoubles(STAKES), 0, states, 0, STAKES);
        System.arraycopy(in.getDoubles(STAKES), 0, cusum, 0, STAKES);
        double[] sums = in.getDoubles(2);
        dating = sums[0];
        gained = sums[1];
        whole.restore(in);
        lately.restore(in);
    }
}
