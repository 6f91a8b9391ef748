package org.clinicalmlops.monitoring;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.evaluate.Judged;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.feature.FeatureTable;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.monitor.Baseline;
import org.jspecify.annotations.Nullable;

/** Made-up patients of one hospital: six features of the usual kinds, a risk, and an event that happens with that risk. */
final class Samples {
    static final Instant SINCE = Instant.parse("2020-01-01T00:00:00Z");
    static final Clock CLOCK = Clock.fixed(SINCE, ZoneOffset.UTC);
    static final List<String> NUMBERS = List.of("age", "creatinine", "crp", "admissions");

    static final FeatureSet<Sample> FEATURES = FeatureSet.of(Sample.class)
            .patient(Sample::patient)
            .indexedAt(s -> SINCE)
            .numeric("age", "a", Sample::age)
            .numericOrNull("creatinine", "mg/dL", Sample::creatinine)
            .numeric("crp", "mg/L", Sample::crp)
            .numeric("admissions", "1", Sample::admissions)
            .categorical("sex", Sample::sex)
            .categorical("ward", Sample::ward);

    private static final Schema SCHEMA = FEATURES.schema();
    private static final String[] WARDS = {"medicine", "surgery", "cardiology", "icu"};

    private final SplittableRandom random;
    private int patients;

    Samples(long seed) {
        random = new SplittableRandom(seed);
    }

    /**
     * One row of the host.
     *
     * @param creatinine null in 15 % of rows
     * @param admissions a small whole number
     */
    record Sample(
            String patient,
            double age,
            @Nullable Double creatinine,
            double crp,
            double admissions,
            String sex,
            String ward,
            double risk,
            boolean event) {
        Sample times(String feature, double factor) {
            return new Sample(
                    patient,
                    feature.equals("age") ? age * factor : age,
                    creatinine != null && feature.equals("creatinine")
                            ? Double.valueOf(creatinine * factor)
                            : creatinine,
                    feature.equals("crp") ? crp * factor : crp,
                    feature.equals("admissions") ? admissions * factor : admissions,
                    sex,
                    ward,
                    risk,
                    event);
        }

        Sample older(double years) {
            return new Sample(patient, age + years, creatinine, crp, admissions, sex, ward, risk, event);
        }

        double[] values(Levels levels) {
            return IntStream.range(0, FEATURES.size())
                    .mapToDouble(i -> SCHEMA.feature(i).categorical()
                            ? levels.code(i, FEATURES.text(i, this))
                            : FEATURES.number(i, this))
                    .toArray();
        }
    }

    Sample next() {
        double age = 65 + 12 * random.nextGaussian();
        double creatinine = Math.exp(0.35 * random.nextGaussian());
        double crp = 20 * Math.exp(0.8 * random.nextGaussian());
        double admissions = Math.floor(-1.5 * Math.log(1 - random.nextDouble()));
        double logit =
                -2 + 0.05 * (age - 65) + Math.log(creatinine) + 0.8 * Math.log(crp / 20) + 0.3 * (admissions - 1);
        double risk = 1 / (1 + Math.exp(-logit));
        return new Sample(
                "p" + patients++,
                age,
                random.nextDouble() < 0.15 ? null : Double.valueOf(creatinine),
                crp,
                admissions,
                random.nextBoolean() ? "F" : "M",
                WARDS[(int) (WARDS.length * Math.sqrt(random.nextDouble()))],
                risk,
                random.nextDouble() < risk);
    }

    List<Sample> next(int n) {
        List<Sample> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            rows.add(next());
        }
        return rows;
    }

    /** What the standard engine says of {@code n} training rows, evaluated on half as many. */
    Baseline baseline(int n) {
        FeatureTable table = FeatureTable.read(FEATURES, next(n));
        return StandardMonitoring.engine().profile(table, table.levels(), judged(next(n / 2)));
    }

    static Judged<Risk> judged(List<Sample> rows) {
        double[] risks = rows.stream().mapToDouble(Sample::risk).toArray();
        boolean[] events = new boolean[risks.length];
        for (int i = 0; i < events.length; i++) {
            events[i] = rows.get(i).event();
        }
        return Judged.risks(risks, events);
    }
}
