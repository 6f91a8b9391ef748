package org.clinicalmlops.examples.faults;

import java.time.Duration;
import java.time.Instant;
import org.clinicalmlops.examples.flchain.Assay;
import org.jspecify.annotations.Nullable;

/** Assays with one field changed. */
final class Assays {
    private Assays() {}

    static double number(Assay assay, String feature) {
        return switch (feature) {
            case "age" -> assay.age();
            case "kappa" -> assay.kappa();
            case "lambda" -> assay.lambda();
            case "creatinine" -> orNaN(assay.creatinine());
            default -> throw new IllegalArgumentException("no number " + feature);
        };
    }

    private static double orNaN(@Nullable Double value) {
        return value == null ? Double.NaN : value;
    }

    /** @param value NaN for missing */
    static Assay with(Assay a, String feature, double value) {
        return new Assay(
                a.id(),
                a.sampledAt(),
                feature.equals("age") ? value : a.age(),
                a.sex(),
                feature.equals("kappa") ? value : a.kappa(),
                feature.equals("lambda") ? value : a.lambda(),
                feature.equals("creatinine") ? (Double.isNaN(value) ? null : Double.valueOf(value)) : a.creatinine(),
                a.mgus(),
                a.died(),
                a.lastSeen());
    }

    static Assay with(Assay a, String sex, String mgus) {
        return new Assay(
                a.id(),
                a.sampledAt(),
                a.age(),
                sex,
                a.kappa(),
                a.lambda(),
                a.creatinine(),
                mgus,
                a.died(),
                a.lastSeen());
    }

    /** The same assay on another day, with the same time until death or last contact. */
    static Assay at(Assay a, Instant day) {
        Duration followed = Duration.between(a.sampledAt(), a.lastSeen());
        return new Assay(
                a.id(),
                day,
                a.age(),
                a.sex(),
                a.kappa(),
                a.lambda(),
                a.creatinine(),
                a.mgus(),
                a.died(),
                day.plus(followed));
    }
}
