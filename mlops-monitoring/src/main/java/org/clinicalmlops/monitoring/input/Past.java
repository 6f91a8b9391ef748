package org.clinicalmlops.monitoring.input;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;

/**
 * What was counted lately, in at most {@value #MOST} stretches of time: short ones for what was just now, longer ones for what is long
 * ago, so that the beginning of a change is told about as exactly as a reader would, to the second. Nothing older than a year.
 * Single-threaded.
 */
final class Past {
    private static final int MOST = 16;
    private static final Duration OLDEST = Duration.ofDays(366);

    private final int cells;
    private final List<Stretch> stretches = new ArrayList<>();

    private static final class Stretch {
        private final Instant from;
        private final long[] counts;

        Stretch(Instant from, long[] counts) {
            this.from = from;
            this.counts = counts;
        }

        Stretch plus(Stretch later) {
            long[] sum = counts.clone();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += later.counts[i];
            }
            return new Stretch(from, sum);
        }
    }

    /**
     * A change of distribution.
     *
     * @param since when it is estimated to have begun: a stretch's start
     * @param counts since then
     */
    static final class Change {
        private final Instant since;
        private final long[] counts;

        Change(Instant since, long[] counts) {
            this.since = since;
            this.counts = counts;
        }

        Instant since() {
            return since;
        }

        long count(int place) {
            return counts[place];
        }

        long rows() {
            long sum = 0;
            for (long count : counts) {
                sum += count;
            }
            return sum;
        }
    }

    /** @param cells how many counts there are of each stretch */
    Past(int cells) {
        this.cells = cells;
    }

    void add(Instant from, Instant until, long[] counts) {
        stretches.removeIf(s -> s.from.isBefore(until.minus(OLDEST)));
        stretches.add(new Stretch(from.truncatedTo(ChronoUnit.SECONDS), counts));
        if (stretches.size() > MOST) {
            joinShortest(until);
        }
    }

    /** Joins the two neighbours that are shortest for their age. */
    private void joinShortest(Instant until) {
        int shortest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i + 1 < stretches.size(); i++) {
            Instant end = i + 2 < stretches.size() ? stretches.get(i + 2).from : until;
            double age = seconds(stretches.get(i).from, until);
            double length = seconds(stretches.get(i).from, end) / Math.max(1, age);
            if (length < least) {
                least = length;
                shortest = i;
            }
        }
        stretches.set(shortest, stretches.get(shortest).plus(stretches.remove(shortest + 1)));
    }

    private static double seconds(Instant from, Instant until) {
        return Duration.between(from, until).toSeconds();
    }

    /**
     * From when on the counts, all together, speak most clearly against the expected ones: the likelihood ratio of their own shares is
     * largest there. Rows before the change would dilute it.
     *
     * @param expected what the reference has, above 0; need not add up to 1
     * @return empty if nothing was counted
     */
    Optional<Change> change(double[] expected) {
        double all = 0;
        for (double share : expected) {
            all += share;
        }
        Optional<Change> best = Optional.empty();
        double most = Double.NEGATIVE_INFINITY;
        Stretch sum = new Stretch(Instant.EPOCH, new long[cells]);
        for (int i = stretches.size() - 1; i >= 0; i--) {
            sum = stretches.get(i).plus(sum);
            Change change = new Change(sum.from, sum.counts);
            double evidence = evidence(sum.counts, change.rows(), expected, all);
            if (change.rows() > 0 && evidence > most) {
                most = evidence;
                best = Optional.of(change);
            }
        }
        return best;
    }

    private static double evidence(long[] counts, double n, double[] expected, double all) {
        double sum = 0;
        for (int i = 0; i < counts.length; i++) {
            sum += counts[i] > 0 ? counts[i] * Math.log(counts[i] / n / (expected[i] / all)) : 0;
        }
        return sum;
    }

    void save(StateOutput out) {
        out.putLong(stretches.size());
        Instant before = Instant.EPOCH;
        for (Stretch stretch : stretches) {
            out.putLong(Duration.between(before, stretch.from).toSeconds());
            out.putLongs(stretch.counts);
            before = stretch.from;
        }
    }

    /** @throws MlopsException if the state is not of such counts */
    void restore(StateInput in) {
        stretches.clear();
        long n = in.getLong();
        if (!(n >= 0 && n <= MOST)) {
            throw new MlopsException("counts of the past cannot be read: there are " + n + " stretches");
        }
        Instant before = Instant.EPOCH;
        for (long i = 0; i < n; i++) {
            Stretch stretch = new Stretch(after(before, in.getLong()), in.getLongs(cells));
            before = stretch.from;
            if (Arrays.stream(stretch.counts).anyMatch(count -> count < 0)) {
                throw new MlopsException("counts of the past cannot be read: they must be >= 0");
            }
            stretches.add(stretch);
        }
    }

    private static Instant after(Instant before, long seconds) {
        try {
            return before.plusSeconds(seconds);
        } catch (DateTimeException | ArithmeticException e) {
            throw new MlopsException("counts of the past cannot be read: a stretch begins at no instant", e);
        }
    }
}
