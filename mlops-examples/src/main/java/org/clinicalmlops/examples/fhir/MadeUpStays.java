package org.clinicalmlops.examples.fhir;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Quantity;

/** Patients who never lived, one every six hours; the same seed gives the same ones. Nobody's values are in here. */
final class MadeUpStays {
    private static final Duration BETWEEN = Duration.ofHours(6);

    private MadeUpStays() {}

    static List<Stay> from(Instant start, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Stay> stays = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double age = 18 + Math.floor(75 * random.nextDouble());
            int pulse = 60 + (int) (70 * random.nextDouble());
            double lactate = Math.floor(40 * random.nextDouble()) / 10;
            int points = (age >= 70 ? 1 : 0) + (pulse >= 110 ? 1 : 0) + (lactate > 2 ? 1 : 0);
            boolean deteriorates = random.nextDouble() < WardScore.RISKS.get(points);
            stays.add(stay(i, start.plus(BETWEEN.multipliedBy(i)), age, pulse, lactate, deteriorates));
        }
        return stays;
    }

    static Stay stay(int number, Instant at, double age, int pulse, double lactate, boolean deteriorates) {
        return new Stay(
                "p" + number,
                "e" + number,
                at,
                age,
                observation("pulse-" + number, pulse, "/min"),
                observation("lactate-" + number, lactate, "mmol/L"),
                deteriorates);
    }

    private static Observation observation(String id, double value, String ucum) {
        Observation observation = new Observation().setStatus(Observation.ObservationStatus.FINAL);
        observation.setId(id);
        observation.setValue(new Quantity()
                .setValue(BigDecimal.valueOf(value))
                .setSystem("http://unitsofmeasure.org")
                .setCode(ucum));
        return observation;
    }
}
