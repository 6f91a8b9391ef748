package org.clinicalmlops.monitoring.option;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.feature.FeatureTable;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.monitor.Allowance;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec;
import org.clinicalmlops.api.monitor.DetectorSpec.Setting;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Grouping;
import org.clinicalmlops.api.monitor.Groups;
import org.clinicalmlops.api.monitor.KeptRows;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.Window;

/** Made-up patients of five features, a window of them, and a detector that is asked about it. */
final class Cohort {
    static final Instant SINCE = Instant.parse("2024-01-01T00:00:00Z");
    static final Duration MONTH = Duration.ofDays(30);
    static final Levels LEVELS = Levels.of(List.of(List.of(), List.of(), List.of(), List.of("a", "b", "c"), List.of()));

    /**
     * A patient.
     *
     * @param creatinine NaN in a tenth
     */
    record Patient(double age, double pulse, double creatinine, String ward, double admissions) {}

    static final FeatureSet<Patient> FEATURES = FeatureSet.of(Patient.class)
            .patient(p -> "p")
            .indexedAt(p -> SINCE)
            .numeric("age", "a", Patient::age)
            .numeric("pulse", "/min", Patient::pulse)
            .numericOrNull("creatinine", "mg/dL", p -> Double.isNaN(p.creatinine()) ? null : p.creatinine())
            .categorical("ward", Patient::ward)
            .numeric("admissions", "1", Patient::admissions);

    private Cohort() {}

    /** Age and pulse do not hang together. */
    static Patient patient(SplittableRandom random) {
        return new Patient(
                65 + 12 * random.nextGaussian(),
                80 + 15 * random.nextGaussian(),
                random.nextDouble() < 0.1 ? Double.NaN : Math.exp(0.35 * random.nextGaussian()),
                random.nextDouble() < 0.5 ? "a" : random.nextDouble() < 0.7 ? "b" : "c",
                Math.floor(-1.5 * Math.log(1 - random.nextDouble())));
    }

    static Patient shifted(Patient p, double by) {
        return new Patient(p.age() + 12 * by, p.pulse() + 15 * by, p.creatinine(), p.ward(), p.admissions());
    }

    /** Age and pulse as before, each alone, but hanging together. */
    static Patient tied(Patient p) {
        double age = (p.age() - 65) / 12;
        double pulse = 0.95 * age + Math.sqrt(1 - 0.95 * 0.95) * (p.pulse() - 80) / 15;
        return new Patient(p.age(), 80 + 15 * pulse, p.creatinine(), p.ward(), p.admissions());
    }

    static FeatureTable table(int n, SplittableRandom random, UnaryOperator<Patient> change) {
        List<Patient> patients = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            patients.add(change.apply(patient(random)));
        }
        return FeatureTable.read(FEATURES, patients);
    }

    static FeatureTable table(int n, SplittableRandom random) {
        return table(n, random, p -> p);
    }

    static Baseline baseline() {
        List<FeatureProfile> profiles = new ArrayList<>();
        for (int f = 0; f < LEVELS.size(); f++) {
            profiles.add(FeatureProfile.of(
                    FEATURES.schema().feature(f).name(),
                    new double[0],
                    new long[Math.max(1, LEVELS.of(f).size())],
                    0));
        }
        return Baseline.of(FEATURES.schema(), LEVELS, profiles, new Estimate.Undefined("not looked at"));
    }

    static Detector open(DetectorSpec spec, double perYear) {
        Groups groups = Groups.of(Grouping.none(), FEATURES.schema(), LEVELS);
        return spec.open(new Setting(MonitorPlan.standard(), baseline(), groups, new Allowance(perYear), SINCE));
    }

    /** The window of the month that begins so many months after the opening. */
    static List<Finding> month(Detector detector, int month, FeatureTable rows) {
        double[][] values = new double[rows.rows()][LEVELS.size()];
        for (int row = 0; row < values.length; row++) {
            for (int f = 0; f < LEVELS.size(); f++) {
                values[row][f] = rows.coded(row, f, LEVELS);
            }
        }
        return month(detector, month, Optional.of(KeptRows.of(values, new double[values.length])));
    }

    static List<Finding> month(Detector detector, int month, Optional<KeptRows> rows) {
        Instant from = SINCE.plus(MONTH.multipliedBy(month));
        return detector.close(new Window(
                from, from.plus(MONTH), new NoCounts(), List.of(), new Window.Follow(0, 0, 0, 0, 0, 0), rows));
    }

    /** What makes a test of one month have this alpha. */
    static double perYear(double alpha, int tests) {
        return alpha * tests / Allowance.years(SINCE, SINCE.plus(MONTH));
    }
}
