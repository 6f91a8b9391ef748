package org.clinicalmlops.examples.bought;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;

/**
 * Patients who never lived, about 300 a week; the same seed gives the same on every JDK. Who deteriorates is drawn with the risk that the
 * model says, so that it is right here until something changes. Not thread-safe.
 */
final class MadeUpWards {
    private static final double PER_HOUR = 300.0 / (7 * 24);
    private static final Duration HOUR = Duration.ofHours(1);

    private final SplittableRandom random;
    private int stays;

    MadeUpWards(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Those who come in an hour. */
    Deque<Admission> hour(Instant start) {
        Deque<Admission> patients = new ArrayDeque<>();
        double waited = gap();
        while (waited < 1) {
            patients.add(patient(start.plusSeconds((long) (waited * HOUR.toSeconds()))));
            waited += gap();
        }
        return patients;
    }

    private double gap() {
        return -StrictMath.log(1 - random.nextDouble()) / PER_HOUR;
    }

    private Admission patient(Instant at) {
        double age = Math.min(98, Math.max(18, Math.rint(66 + 15 * random.nextGaussian())));
        Admission patient = new Admission(
                "S" + ++stays,
                at,
                age,
                random.nextBoolean() ? "F" : "M",
                Math.rint(82 + 14 * random.nextGaussian()),
                random.nextDouble() < 0.2 ? null : hundredths(1.4 * StrictMath.exp(0.45 * random.nextGaussian())),
                random.nextDouble() < 0.08 ? null : hundredths(0.95 * StrictMath.exp(0.33 * random.nextGaussian())),
                false);
        return patient.deteriorating(random.nextDouble() < BoughtModel.risk(patient));
    }

    private static Double hundredths(double x) {
        return Math.rint(100 * x) / 100;
    }

    /** Whether something happens that has this probability. */
    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }
}
