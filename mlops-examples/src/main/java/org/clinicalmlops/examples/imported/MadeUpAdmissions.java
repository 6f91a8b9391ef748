package org.clinicalmlops.examples.imported;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Patients who never lived, three a day; like those on whom the model was trained. */
final class MadeUpAdmissions {
    /** Wards in the order of the codes that the data-science team gave them. */
    static final List<String> WARDS = List.of(
            "surgery", "medicine", "icu", "emergency", "oncology", "heart", "birth", "kids", "eye", "skin", "bone");

    private static final List<String> GRAVE = List.of("icu", "emergency", "kids");
    private static final Duration BETWEEN = Duration.ofHours(8);

    private MadeUpAdmissions() {}

    static List<Admission> from(Instant start, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Admission> admissions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            admissions.add(admission("P" + i, start.plus(BETWEEN.multipliedBy(i)), random));
        }
        return admissions;
    }

    private static Admission admission(String patient, Instant at, SplittableRandom random) {
        double age = 18 + random.nextInt(80);
        Double heartRate = measured(random, 0.9, 40 + random.nextInt(120));
        Double lactate = measured(random, 0.6, hundredths(0.4 + 6 * random.nextDouble() * random.nextDouble()));
        Double creatinine = measured(random, 0.8, hundredths(0.3 + 4 * random.nextDouble() * random.nextDouble()));
        Double systolic = measured(random, 0.9, 70 + random.nextInt(130));
        String ward = random.nextDouble() < 0.05 ? null : WARDS.get(random.nextInt(WARDS.size()));
        String sex = random.nextBoolean() ? "male" : "female";
        double dose = random.nextInt(3) > 0 ? 0 : hundredths(20 * random.nextDouble());
        double logOdds = -3.4
                + 0.03 * (age - 50)
                + (lactate == null ? -0.4 : 0.5 * lactate)
                + (creatinine != null && creatinine > 1.8 ? 0.9 : 0)
                + (systolic != null && systolic < 95 ? 1.1 : 0)
                + (ward != null && GRAVE.contains(ward) ? 0.8 : 0)
                + (dose == 0 ? -0.7 : 0.08 * dose);
        boolean deteriorates = random.nextDouble() < 1 / (1 + StrictMath.exp(-logOdds));
        return new Admission(patient, at, age, heartRate, lactate, creatinine, systolic, ward, sex, dose, deteriorates);
    }

    private static @Nullable Double measured(SplittableRandom random, double share, double value) {
        return random.nextDouble() < share ? Double.valueOf(value) : null;
    }

    private static double hundredths(double x) {
        return Math.rint(100 * x) / 100;
    }
}
