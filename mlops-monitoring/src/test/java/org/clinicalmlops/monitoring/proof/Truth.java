package org.clinicalmlops.monitoring.proof;

import java.util.SplittableRandom;
import java.util.function.Supplier;

/** What the probability of the event truly is, where the model says a risk: how a model becomes wrong. May remember rows. */
@FunctionalInterface
interface Truth {
    /**
     * @param risk what a right model would say
     * @param group the patient's group, where there are any
     * @param day days since the monitor was opened
     */
    double of(double risk, int group, double day, SplittableRandom random);

    /** The model is right. */
    static Supplier<Truth> asSaid() {
        return () -> (risk, group, day, random) -> risk;
    }

    /** More events, at any risk, by an odds ratio. */
    static Supplier<Truth> odds(double ratio) {
        return () -> (risk, group, day, random) -> Logit.times(risk, ratio);
    }

    /** The log-odds go up and down with the year by {@code swing}. */
    static Supplier<Truth> season(double swing) {
        return () ->
                (risk, group, day, random) -> Logit.times(risk, Math.exp(swing * Math.sin(2 * Math.PI * day / 365.25)));
    }

    /** More events in one group alone. */
    static Supplier<Truth> oddsIn(int worse, double ratio) {
        return () -> (risk, group, day, random) -> group == worse ? Logit.times(risk, ratio) : risk;
    }

    /** The log-odds are only {@code slope} times as far from those of {@code centre}: the model is overfitted. */
    static Supplier<Truth> slope(double slope, double centre) {
        double at = Logit.of(centre);
        return () -> (risk, group, day, random) -> Logit.risk(at + slope * (Logit.of(risk) - at));
    }

    /** In this share of cases the event has nothing to do with the risk that was said, but comes as often as before. */
    static Supplier<Truth> shuffled(double share) {
        return () -> new Truth() {
            private final double[] others = new double[256];
            private int seen;

            @Override
            public double of(double risk, int group, double day, SplittableRandom random) {
                int known = Math.min(seen, others.length);
                double other = known == 0 ? risk : others[random.nextInt(known)];
                others[seen++ % others.length] = risk;
                return random.nextDouble() < share ? other : risk;
            }
        };
    }

    /** Nothing is wrong before a day. */
    static Supplier<Truth> from(double start, Supplier<Truth> then) {
        return () -> {
            Truth changed = then.get();
            return (risk, group, day, random) -> {
                double p = changed.of(risk, group, day, random); // read in any case, for it may remember
                return day < start ? risk : p;
            };
        };
    }
}
