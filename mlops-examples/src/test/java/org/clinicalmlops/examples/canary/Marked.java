package org.clinicalmlops.examples.canary;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.jspecify.annotations.Nullable;

/** A visit whose values can be found again wherever they come out. Its functions throw, with what they hold, if they are told to. */
record Marked(
        String patient,
        Instant at,
        double age,
        @Nullable Double lactate,
        String ward,
        Outcome<Risk> outcome,
        boolean broken) {
    static final Duration HORIZON = Duration.ofDays(30);

    /** One visit every half day; older patients with much lactate die more often. Each patient's own key is marked. */
    static List<Marked> visits(int n, Instant from, long seed) {
        return visits(n, from, seed, 0);
    }

    /** The same, where the log odds of a death are higher by {@code more}. */
    static List<Marked> visits(int n, Instant from, long seed, double more) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Marked> visits = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            Instant at = from.plusSeconds(43_200L * i);
            double age = 40 + random.nextInt(50);
            double lactate = 500 + 100 * random.nextInt(80); // umol/L
            double logit = more - 7 + 0.07 * age + 0.0006 * lactate;
            boolean died = random.nextDouble() < 1 / (1 + Math.exp(-logit));
            visits.add(new Marked(
                    Canaries.PATIENT + "-" + seed + "-" + i,
                    at,
                    age,
                    lactate,
                    random.nextBoolean() ? "surgery" : "medicine",
                    Outcome.event(died, at.plus(HORIZON)),
                    false));
        }
        return visits;
    }

    Marked with(double markedLactate) {
        return new Marked(patient, at, age, markedLactate, ward, outcome, broken);
    }

    Marked on(String markedWard) {
        return new Marked(patient, at, age, lactate, markedWard, outcome, broken);
    }

    Marked breaking() {
        return new Marked(patient, at, age, lactate, ward, outcome, true);
    }

    /** As a mapper of a hospital's own does. */
    @Nullable
    Double readLactate() {
        if (broken) {
            throw new IllegalStateException("cannot read " + this);
        }
        return lactate;
    }
}
