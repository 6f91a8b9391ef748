package org.clinicalmlops.monitoring.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.Month;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Baseline.Season;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.metrics.threshold.ProportionInterval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Streams in which nothing changes, each against a reference of its own: alarms are no more frequent than was allowed. Fails where the
 * one-sided 99.99 % lower bound of the rate is above nominal.
 */
class SizeTest {
    private static final Duration MONTH = Duration.ofDays(30);
    private static final double ALPHA = 0.02;
    private static final int STREAMS = 120;
    private static final int[] ROWS = {50, 100, 300, 1000};

    static final Map<String, Ward> WARDS = Map.of(
            "normal", Ward.of(Ward.number("x", Ward.NORMAL)).saying(row -> 1 / (1 + Math.exp(2 - row[0]))),
            "lognormal",
                    Ward.of(Ward.number("x", Ward.missing(0.05, Ward.lognormal(20, 0.8))))
                            .saying(row -> Double.isNaN(row[0]) ? 0.02 : Math.min(1, row[0] / 400)),
            "tied integers",
                    Ward.of(Ward.number("x", Ward.score(1.5))).saying(row -> Math.min(0.9, 0.02 * (1 + row[0]))),
            "64 rare levels", Ward.of(Ward.category("x", 64, Ward.rare(64))).saying(row -> 0.05 + 0.01 * (row[0] % 9)));

    static Stream<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        for (Detectors detector : Detectors.values()) {
            for (String name : List.of("normal", "lognormal", "tied integers", "64 rare levels")) {
                boolean unknown = detector == Detectors.UNSEEN && name.endsWith("normal");
                if (!unknown && !(detector == Detectors.UNIT && name.startsWith("64"))) {
                    cases.add(Arguments.of(detector, name));
                }
            }
        }
        return cases.stream();
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("cases")
    void aStreamWithoutAChangeAlarmsNoMoreOftenThanAllowed(Detectors detector, String name) {
        Ward ward = WARDS.get(name);
        for (int n : ROWS) {
            int alarms = 0;
            for (int stream = 0; stream < STREAMS; stream++) {
                SplittableRandom random = new SplittableRandom(1_000L * n + stream);
                Baseline baseline = ward.baseline(stream % 2 == 0 ? 400 : 3000, random);
                double allowed = Ward.allowance(ALPHA, 1, MONTH);
                Drive drive = new Drive(detector.open(Ward.setting(baseline, allowed)), baseline);
                alarms += Drive.alarms(drive.window(ward.rows(n, random), ward, 5, MONTH)) ? 1 : 0;
            }
            withinNominal(alarms, STREAMS, ALPHA, detector + ", " + name + ", " + n + " rows");
        }
    }

    /** Quarters in which patients are others, against profiles of each; two years, a window a month. */
    @ParameterizedTest
    @EnumSource(
            value = Detectors.class,
            names = {"PSI", "DIRICHLET", "UNIT"})
    void seasonsAreNoDriftWhereTheBaselineHasThem(Detectors detector) {
        int alarms = 0;
        int streams = 40;
        for (int stream = 0; stream < streams; stream++) {
            SplittableRandom random = new SplittableRandom(77L + stream);
            Baseline baseline = seasonal(random);
            double allowed = Ward.allowance(ALPHA, 1, MONTH);
            Drive drive = new Drive(detector.open(Ward.setting(baseline, allowed)), baseline);
            for (int month = 0; month < 24; month++) {
                Month now = Month.of(drive.now()
                        .plus(Duration.ofDays(15))
                        .atZone(ZoneOffset.UTC)
                        .getMonthValue());
                Ward ward = quarter((now.getValue() - 1) / 3);
                Instant next =
                        Ward.SINCE.atZone(ZoneOffset.UTC).plusMonths(month + 1).toInstant();
                Duration length = Duration.between(drive.now(), next);
                alarms += Drive.alarms(drive.window(ward.rows(100, random), ward, 4, length)) ? 1 : 0;
            }
        }
        withinNominal(alarms, streams * 24, 31.0 / 30 * ALPHA, detector + " with seasons");
    }

    @Test
    void theSameSeasonsAreDriftWhereTheBaselineHasNone() {
        SplittableRandom random = new SplittableRandom(5);
        Baseline whole = quarter(0).baseline(3000, random);
        Drive drive = new Drive(Detectors.DIRICHLET.open(Ward.setting(whole, 0.2)), whole);
        assertThat(Drive.alarms(drive.window(quarter(2).rows(100, random), quarter(2), 4, MONTH)))
                .isTrue();
    }

    private static Ward quarter(int quarter) {
        return Ward.of(Ward.number("x", Ward.lognormal(2 + quarter, 0.3)));
    }

    private static Baseline seasonal(SplittableRandom random) {
        double[][] all = new double[4000][];
        List<double[][]> rows = new ArrayList<>();
        for (int quarter = 0; quarter < 4; quarter++) {
            rows.add(quarter(quarter).rows(1000, random));
            System.arraycopy(rows.get(quarter), 0, all, 1000 * quarter, 1000);
        }
        Ward ward = quarter(0);
        double[] edges = ward.edges(all, 0);
        Baseline whole = ward.baseline(10, random);
        List<Season> seasons = new ArrayList<>();
        for (int quarter = 0; quarter < 4; quarter++) {
            List<FeatureProfile> profiles = List.of(ward.profile(rows.get(quarter), 0, edges));
            seasons.add(new Season(
                    List.of(Month.of(3 * quarter + 1), Month.of(3 * quarter + 2), Month.of(3 * quarter + 3)),
                    profiles));
        }
        return new Baseline(
                whole.schema(),
                whole.levels(),
                List.of(ward.profile(all, 0, edges)),
                whole.output(),
                whole.patterns(),
                seasons,
                whole.auroc());
    }

    static void withinNominal(int alarms, int streams, double nominal, String name) {
        double lower =
                ProportionInterval.CLOPPER_PEARSON.of(alarms, streams, 0.9998).lower();
        assertThat(lower).as("%s: %s of %s", name, alarms, streams).isLessThanOrEqualTo(nominal);
    }
}
