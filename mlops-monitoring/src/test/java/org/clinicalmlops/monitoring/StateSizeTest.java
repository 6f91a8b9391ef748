package org.clinicalmlops.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Grouping;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.Resumption;
import org.clinicalmlops.api.monitor.Windows;
import org.junit.jupiter.api.Test;

/**
 * How large the state of a monitor may become: 30 numbers, 6 groups with their combinations, 300 rows a week, saved at the end of a
 * month's window, where it is largest; no outcomes, since each case takes room of its own.
 */
class StateSizeTest {
    private static final int FEATURES = 30;
    private static final int ROWS_OF_A_MONTH = 1_300;
    private static final int MONTHS = 14;
    private static final int BAR = 64 * 1024;

    private Instant now = Samples.SINCE;

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("in UTC only");
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    private static Baseline baseline() {
        double[] deciles = {-1.2816, -0.8416, -0.5244, -0.2533, 0, 0.2533, 0.5244, 0.8416, 1.2816};
        List<FeatureSpec> specs = new ArrayList<>();
        List<FeatureProfile> profiles = new ArrayList<>();
        List<List<String>> levels = new ArrayList<>();
        for (int f = 0; f < FEATURES; f++) {
            specs.add(new FeatureSpec("x" + f, FeatureSpec.Kind.NUMERIC, "1", 1));
            profiles.add(FeatureProfile.of(
                    "x" + f, deciles, new long[] {200, 200, 200, 200, 200, 200, 200, 200, 200, 200}, 0));
            levels.add(List.of());
        }
        return Baseline.of(
                new Schema(specs), Levels.of(levels), profiles, new Estimate.Undefined("not part of the comparison"));
    }

    @Test
    void thirtyFeaturesAndSixGroupsTakeAtMost64KB() {
        Baseline baseline = baseline();
        MonitorPlan plan = MonitorPlan.standard()
                .windows(Windows.ofRows(1, Period.ofYears(1)))
                .groups(Grouping.none().byBand("x0", 0).byBand("x1", 1).withIntersections());
        Monitor monitor = StandardMonitoring.engine().open(plan, baseline, clock);
        SplittableRandom random = new SplittableRandom(1);
        int largest = 0;
        for (int month = 0; month < MONTHS; month++) {
            for (int i = 0; i < ROWS_OF_A_MONTH; i++) {
                double[] row = new double[FEATURES];
                for (int f = 0; f < FEATURES; f++) {
                    row[f] = random.nextGaussian();
                }
                monitor.observe(row, 1 / (1 + Math.exp(-random.nextGaussian())), "episode-" + month + "-" + i);
            }
            now = now.plus(Duration.ofDays(30));
            monitor.pulse(now);
            byte[] state = monitor.save();
            largest = Math.max(largest, state.length);
            now = now.plus(Duration.ofHours(1));
            assertThat(monitor.review(now)).isPresent();
            assertThat(StandardMonitoring.engine().resume(plan, baseline, clock, state))
                    .isInstanceOf(Resumption.Resumed.class);
        }
        assertThat(largest).as("bytes, at most").isLessThanOrEqualTo(BAR);
        assertThat(largest).as("the rows are in it").isGreaterThan(10_000);
    }
}
