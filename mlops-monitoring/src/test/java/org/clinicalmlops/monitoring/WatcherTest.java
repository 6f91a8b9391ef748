package org.clinicalmlops.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.evaluate.Judged;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.feature.FeatureTable;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.WindowReport;
import org.junit.jupiter.api.Test;

/**
 * Monitoring alone. A hospital scores admissions with a points table in its own code and wants to know whether the score still does
 * what it did. There is no trainer, no workspace and no model of ours on the class path.
 */
class WatcherTest {
    private static final Instant OPENING = Instant.parse("2024-01-01T00:00:00Z");

    /** The host's own row. */
    record Admission(
            String caseNumber, Instant admittedAt, double age, double urea, double respiratoryRate, boolean died) {}

    /** The host's own score: a point each for age 65 or more, urea above 7 mmol/L and respiratory rate 30 or more. */
    static double risk(Admission a) {
        int points = (a.age() >= 65 ? 1 : 0) + (a.urea() > 7 ? 1 : 0) + (a.respiratoryRate() >= 30 ? 1 : 0);
        return new double[] {0.03, 0.08, 0.18, 0.35}[points];
    }

    private static final FeatureSet<Admission> FEATURES = FeatureSet.of(Admission.class)
            .patient(Admission::caseNumber)
            .indexedAt(Admission::admittedAt)
            .numeric("age", "a", Admission::age)
            .numeric("urea", "mmol/L", Admission::urea)
            .numeric("respiratory rate", "/min", Admission::respiratoryRate);

    @Test
    void aBoughtScoreIsWatchedWithoutAnythingElse() {
        // What the score was accepted on: last year's admissions, with what became of them.
        List<Admission> lastYear = admissions(1, 2000, OPENING.minus(Duration.ofDays(365)));
        FeatureTable table = FeatureTable.read(FEATURES, lastYear);
        double[] said = lastYear.stream().mapToDouble(WatcherTest::risk).toArray();
        boolean[] died = new boolean[said.length];
        for (int i = 0; i < died.length; i++) {
            died[i] = lastYear.get(i).died();
        }
        Baseline baseline = StandardMonitoring.engine().profile(table, table.levels(), Judged.risks(said, died));

        // Opened once; then three calls in the host's code and one review a month.
        Monitor monitor = StandardMonitoring.engine()
                .open(MonitorPlan.standard(), baseline, Clock.fixed(OPENING, ZoneOffset.UTC));
        List<WindowReport> reports = new ArrayList<>();
        for (int month = 0; month < 6; month++) {
            Instant start = OPENING.atZone(ZoneOffset.UTC).plusMonths(month).toInstant();
            for (Admission a : admissions(100 + month, 120, start)) {
                double[] values = {a.age(), month < 4 ? a.urea() : a.urea() * 6.006, a.respiratoryRate()}; // mg/dL
                Instant horizon = a.admittedAt().plus(Duration.ofDays(30));
                monitor.observe(values, risk(a), a.caseNumber());
                monitor.expect(a.caseNumber(), a.caseNumber(), horizon, values, risk(a));
                monitor.outcome(a.caseNumber(), Outcome.event(a.died(), horizon));
            }
            monitor.review(start.atZone(ZoneOffset.UTC).plusMonths(1).toInstant())
                    .ifPresent(reports::add);
        }

        // Four quiet months; in the fifth the laboratory reports urea in another unit.
        assertThat(reports).hasSize(6);
        assertThat(reports.subList(0, 4)).allMatch(report -> report.opened().isEmpty());
        assertThat(reports.get(4).opened())
                .extracting(alert -> alert.id(), alert -> alert.harm())
                .containsExactly(tuple("urea/UNIT_CHANGE/1", false));
        assertThat(reports.get(4).opened().get(0).finding().explanation())
                .isEqualTo(
                        "urea: the values look multiplied by 6.006 (urea, mmol/L to mg/dL) (120 values now, 2000 in training):"
                                + " has a unit changed?");
        assertThat(monitor.health().observed()).isEqualTo(720);
    }

    @Test
    void neitherCoreNorATrainerIsOnTheClassPath() {
        for (String name :
                List.of("org.clinicalmlops.core.Workspace", "smile.classification.RandomForest", "smile.math.MathEx")) {
            assertThatExceptionOfType(ClassNotFoundException.class).isThrownBy(() -> Class.forName(name));
        }
    }

    private static List<Admission> admissions(long seed, int n, Instant from) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Admission> admissions = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            Instant at = from.plus(Duration.ofHours(random.nextInt(24 * 27)));
            Admission a = new Admission(
                    seed + "-" + i,
                    at,
                    68 + 14 * random.nextGaussian(),
                    7 * Math.exp(0.4 * random.nextGaussian()),
                    22 + 6 * random.nextGaussian(),
                    false);
            boolean died = random.nextDouble() < risk(a);
            admissions.add(new Admission(a.caseNumber(), at, a.age(), a.urea(), a.respiratoryRate(), died));
        }
        return admissions;
    }
}
