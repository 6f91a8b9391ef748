package org.clinicalmlops.examples.deterioration;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Stays that never took place: no value comes from a patient. The same seed gives the same stays on every JDK. Measurements, shares and
 * everything that happens in the year are our choice.
 */
final class MadeUpStays {
    /** On both wards together. */
    private static final int A_DAY = 80;

    /** What is true in a time. */
    private enum Time {
        /** As it was when the model was made. */
        BEFORE,
        /** A high dependency unit has closed: sicker patients lie on the wards. */
        SICKER,
        /** And lactate is taken from everybody, where it was taken from the ill: it says less, breathing says more. */
        LACTATE_FROM_ALL,
        /** And influenza. */
        INFLUENZA
    }

    private final SplittableRandom random;
    private long patients;

    MadeUpStays(long seed) {
        random = new SplittableRandom(seed);
    }

    /** In the order of time. */
    List<Stay> between(Instant from, Instant until) {
        List<Stay> stays = new ArrayList<>();
        for (Instant day = from; day.isBefore(until); day = day.plus(Duration.ofDays(1))) {
            for (int i = 0; i < A_DAY; i++) {
                stays.add(stay(day.plus(Duration.ofMinutes(17L * i))));
            }
        }
        return stays;
    }

    private Stay stay(Instant at) {
        double age = 40 + 50 * random.nextDouble();
        double breaths = Math.round(17 + 4 * bell());
        double lactate = Math.round(10 * StrictMath.exp(0.5 + 0.4 * bell())) / 10.0;
        String ward = random.nextBoolean() ? "East" : "West";
        boolean deteriorated = random.nextDouble() < 1 / (1 + StrictMath.exp(-logit(time(at), age, breaths, lactate)));
        return new Stay("H" + ++patients, at, age, breaths, lactate, ward, deteriorated);
    }

    private static double logit(Time time, double age, double breaths, double lactate) {
        double old = -2.6 + 0.03 * (age - 65) + 0.16 * (breaths - 17) + 0.9 * (lactate - 1.8);
        double now = -1.7 + 0.03 * (age - 65) + 0.32 * (breaths - 17) + 0.1 * (lactate - 1.8);
        return switch (time) {
            case BEFORE -> old;
            case SICKER -> old + 0.8;
            case LACTATE_FROM_ALL -> now;
            case INFLUENZA -> now + 1.2;
        };
    }

    private static Time time(Instant at) {
        if (at.isBefore(day("2025-02-26"))) {
            return Time.BEFORE;
        }
        if (at.isBefore(day("2025-06-18"))) {
            return Time.SICKER;
        }
        if (!at.isBefore(day("2025-10-08")) && at.isBefore(day("2025-11-05"))) {
            return Time.INFLUENZA;
        }
        return Time.LACTATE_FROM_ALL;
    }

    private static Instant day(String date) {
        return Instant.parse(date + "T00:00:00Z");
    }

    /** About normal, mean 0 and standard deviation 1: the sum of twelve uniform numbers less six. */
    private double bell() {
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += random.nextDouble();
        }
        return sum;
    }
}
