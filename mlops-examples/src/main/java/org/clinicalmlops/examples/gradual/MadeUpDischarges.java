package org.clinicalmlops.examples.gradual;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Patients who never lived, ten a day out of a thousand; the same seed gives the same on every JDK. Not thread-safe. */
final class MadeUpDischarges {
    private static final int PATIENTS = 1_000;
    private static final int A_DAY = 10;

    private final SplittableRandom random;

    MadeUpDischarges(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Those of some days. */
    List<Discharge> days(Instant from, int days) {
        List<Discharge> discharges = new ArrayList<>();
        for (int i = 0; i < days * A_DAY; i++) {
            Instant at = from.plus(Duration.ofHours(i * 24L / A_DAY));
            double age = 40 + random.nextInt(50);
            double stays = random.nextInt(5);
            double haemoglobin = 8 + random.nextInt(80) / 10.0;
            double logit = -3 + 0.02 * (age - 65) + 0.6 * stays - 0.25 * (haemoglobin - 12);
            boolean comesBack = random.nextDouble() < 1 / (1 + StrictMath.exp(-logit));
            discharges.add(new Discharge("P" + random.nextInt(PATIENTS), at, age, stays, haemoglobin, comesBack));
        }
        return discharges;
    }
}
