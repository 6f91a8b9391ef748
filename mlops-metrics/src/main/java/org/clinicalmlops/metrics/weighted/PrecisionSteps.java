package org.clinicalmlops.metrics.weighted;

import org.clinicalmlops.api.Estimate;

/** The weight of events, and of all cases, at or above the risk of each case, and what follows for the average precision. */
final class PrecisionSteps {
    private final WeightedCases cases;
    private final double[] truePositives;
    private final double[] positives;
    private final double events;

    private PrecisionSteps(WeightedCases cases) {
        this.cases = cases;
        WeightedCases.Case[] ascending = cases.ascending();
        truePositives = new double[ascending.length];
        positives = new double[ascending.length];
        double sumOfEvents = 0;
        double sum = 0;
        for (int last = ascending.length - 1, next; last >= 0; last = next) {
            for (next = last; next >= 0 && ascending[next].risk() == ascending[last].risk(); next--) {
                sumOfEvents += ascending[next].ofEvent();
                sum += ascending[next].weight();
            }
            for (int i = last; i > next; i--) {
                truePositives[i] = sumOfEvents;
                positives[i] = sum;
            }
        }
        events = sumOfEvents;
    }

    /** At least one case has the event. */
    static PrecisionSteps of(WeightedCases cases) {
        return new PrecisionSteps(cases);
    }

    Estimate interval(double level) {
        double value = value();
        return Linearised.share(value, variance(value), cases.smaller(), level, cases.cases());
    }

    private double value() {
        double sum = 0; // in the order in which the events were added up: exactly 1 if every precision is
        for (int i = positives.length - 1; i >= 0; i--) {
            sum += cases.ascending()[i].ofEvent() * (truePositives[i] / positives[i]);
        }
        return sum / events;
    }

    /**
     * With T and N at each case with the event, the value is {@code sum(w T / N) / events}. More weight at a risk changes T and N
     * of the cases at or below it.
     */
    private double variance(double value) {
        WeightedCases.Case[] ascending = cases.ascending();
        double byEvent = 0; // of one more event on the precisions so far, from below
        double byOther = 0;
        double squares = 0;
        for (int from = 0, end; from < ascending.length; from = end) {
            double t = truePositives[from];
            double n = positives[from];
            for (end = from; end < ascending.length && ascending[end].risk() == ascending[from].risk(); end++) {
                byEvent += ascending[end].ofEvent() * (n - t) / (n * n);
                byOther -= ascending[end].ofEvent() * t / (n * n);
            }
            for (int i = from; i < end; i++) {
                double derivative = ascending[i].happened() ? t / n - value + byEvent : byOther;
                squares += WeightedDiscrimination.square(ascending[i].weight() * derivative);
            }
        }
        return squares / (events * events);
    }
}
