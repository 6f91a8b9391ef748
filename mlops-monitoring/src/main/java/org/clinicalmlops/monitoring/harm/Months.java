package org.clinicalmlops.monitoring.harm;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Interval;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;

/**
 * Observed and expected events by the month (in UTC) in which the horizon ended. Sums in units of 1e-9, which can be taken back
 * exactly. The last ten years are kept. Single-threaded.
 */
final class Months {
    private static final int KEPT = 120;
    private static final int NEEDED = 10; // cases; our choice, as for a share
    private static final double LEVEL = 0.95;

    private final TreeMap<Long, Month> months = new TreeMap<>(); // by the month's number since the year 0

    /** Sums of the risks and of their squares. */
    private static final class Month {
        long cases;
        long events;
        long risks;
        long squares;
    }

    void add(Instant maturedAt, double risk, boolean event) {
        change(maturedAt, risk, event, 1);
    }

    /** Takes back a case that was added; of a month that is no longer kept, nothing. */
    void take(Instant maturedAt, double risk, boolean event) {
        change(maturedAt, risk, event, -1);
    }

    private void change(Instant maturedAt, double risk, boolean event, int by) {
        long number = number(YearMonth.from(maturedAt.atZone(ZoneOffset.UTC)));
        boolean forgotten = months.size() == KEPT && number < months.firstKey();
        if (forgotten || by < 0 && !months.containsKey(number)) {
            return;
        }
        Month month = months.computeIfAbsent(number, n -> new Month());
        month.cases += by;
        month.events += event ? by : 0;
        month.risks += by * Math.round(risk * OutcomeCells.NANO);
        month.squares += by * Math.round(risk * risk * OutcomeCells.NANO);
        if (months.size() > KEPT) {
            months.remove(months.firstKey());
        }
    }

    private static long number(YearMonth month) {
        return 12L * month.getYear() + month.getMonthValue() - 1;
    }

    /** The latest months that had a case, at most so many: {@code "observed/expected 2024-03"} and so on, in order. */
    void put(Map<String, Estimate> estimates, String name, int most) {
        months.entrySet().stream()
                .skip(Math.max(0, months.size() - most))
                .forEach(entry -> estimates.put(
                        name + " " + YearMonth.of((int) (entry.getKey() / 12), (int) (entry.getKey() % 12) + 1),
                        ratio(entry.getValue())));
    }

    /**
     * Observed over expected events with the score interval: the ratios r at which {@code (O - r E)^2 <= z^2 (r E - r^2 S)}, where
     * S is the sum of the squared risks, so that {@code r p} is each case's risk. With equal risks it is that of Wilson 1927 over
     * the risk. Unlike the one on the log scale it needs no event. Our choice.
     */
    private static Estimate ratio(Month month) {
        if (month.cases < NEEDED) {
            return new Estimate.TooFew(month.cases, NEEDED);
        }
        return ratio(month.cases, month.events, month.risks / OutcomeCells.NANO, month.squares / OutcomeCells.NANO);
    }

    static Estimate ratio(long cases, long events, double expected, double squares) {
        if (!(expected > 0)) {
            return new Estimate.Undefined("no event was expected: the sum of all risks is " + expected);
        }
        double z = new NormalDistribution(null, 0, 1).inverseCumulativeProbability((1 + LEVEL) / 2);
        double a = expected * expected + z * z * squares;
        double b = 2 * events * expected + z * z * expected;
        double root = Math.sqrt(Math.max(0, b * b - 4 * a * events * (double) events));
        double upper = (b + root) / (2 * a);
        double lower = events == 0 ? 0 : events * (double) events / a / upper;
        double ratio = events / expected;
        return new Estimate.Known(ratio, new Interval(Math.min(lower, ratio), Math.max(upper, ratio), LEVEL), cases);
    }

    void save(StateOutput out) {
        out.putLong(months.size());
        months.forEach((number, month) -> {
            out.putLong(number);
            out.putLongs(new long[] {month.cases, month.events, month.risks, month.squares});
        });
    }

    void restore(StateInput in) {
        months.clear();
        long size = in.getLong();
        for (long i = 0; i < size; i++) {
            Month month = new Month();
            long number = in.getLong();
            long[] sums = in.getLongs(4);
            month.cases = sums[0];
            month.events = sums[1];
            month.risks = sums[2];
            month.squares = sums[3];
            months.put(number, month);
        }
    }
}
