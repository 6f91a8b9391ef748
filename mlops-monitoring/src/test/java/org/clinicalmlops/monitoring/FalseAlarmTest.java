package org.clinicalmlops.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.PoissonDistribution;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.monitoring.Samples.Sample;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Simulated hospitals whose patients never change and whose model is right: how often is there an alarm all the same? And if one
 * feature is multiplied, is it found in the next window, and it alone?
 */
class FalseAlarmTest {
    private static final int HOSPITALS = 15;
    private static final int YEARS = 4;

    @ParameterizedTest(name = "{0} rows a month, budget {1} a year")
    @CsvSource({"60, 1", "100, 1", "300, 1", "60, 12"})
    void allDetectorsTogetherKeepTheBudget(int rows, double budget) {
        Map<Kind, Integer> alarms = new EnumMap<>(Kind.class);
        for (int hospital = 0; hospital < HOSPITALS; hospital++) {
            Samples samples = new Samples(1000L * rows + hospital);
            Replay replay = new Replay(MonitorPlan.standard().falseAlarmsPerYear(budget), samples.baseline(3000));
            for (int month = 0; month < 12 * YEARS; month++) {
                Replay.alarms(replay.month(samples.next(rows))).forEach(f -> alarms.merge(f.kind(), 1, Integer::sum));
            }
        }
        int all = alarms.values().stream().mapToInt(Integer::intValue).sum();
        double allowed = budget * HOSPITALS * YEARS;
        assertThat((double) all).as("alarms %s, allowed %s", alarms, allowed).isLessThanOrEqualTo(allowed);
        withinPart(alarms, Kind.CALIBRATION, 0.15 * allowed);
        withinPart(alarms, Kind.DISCRIMINATION, 0.50 * allowed);
        withinPart(alarms, Kind.MISSINGNESS, 0.20 * allowed);
        withinPart(alarms, Kind.INPUT_DRIFT, 0.05 * allowed);
        if (budget > 1) {
            assertThat(all)
                    .as("a monitor that never alarms would pass otherwise")
                    .isPositive();
        }
    }

    /** Three years older on average, a quarter of a standard deviation: an index of about 0.06 for ever, which nobody would act on. */
    @ParameterizedTest(name = "{0} rows a month")
    @CsvSource({"60", "100", "300"})
    void aSlightChangeInWhoIsSeenIsNoAlarmAtAnyVolume(int rows) {
        int alarms = 0;
        for (int hospital = 0; hospital < 10; hospital++) {
            Samples samples = new Samples(31L * rows + hospital);
            Replay replay = new Replay(MonitorPlan.standard(), samples.baseline(3000));
            for (int month = 0; month < 12; month++) {
                List<Sample> older =
                        samples.next(rows).stream().map(row -> row.older(3)).toList();
                alarms += (int) Replay.alarms(replay.month(older)).stream()
                        .filter(f -> f.kind() == Kind.INPUT_DRIFT)
                        .count();
            }
        }
        assertThat(alarms).isZero();
    }

    /** Not more than a Poisson number with the part's mean reaches once in 10,000. */
    private static void withinPart(Map<Kind, Integer> alarms, Kind kind, double mean) {
        int most = new PoissonDistribution(null, mean, 1e-12, 10_000).inverseCumulativeProbability(0.9999);
        assertThat(alarms.getOrDefault(kind, 0)).as("%s", kind).isLessThanOrEqualTo(most);
    }

    @ParameterizedTest(name = "{0} rows a month, times {1}")
    @CsvSource({
        "60, 0.2",
        "60, 5",
        "60, 10",
        "60, 88.4",
        "100, 0.2",
        "100, 5",
        "100, 10",
        "100, 88.4",
        "300, 0.2",
        "300, 5",
        "300, 10",
        "300, 88.4"
    })
    void aFeatureThatIsMultipliedIsFoundInTheNextWindowAndItAlone(int rows, double factor) {
        for (int hospital = 0; hospital < 3; hospital++) {
            Samples samples = new Samples(77L * rows + hospital);
            Baseline baseline = samples.baseline(3000);
            for (String feature : Samples.NUMBERS) {
                Replay replay = new Replay(MonitorPlan.standard(), baseline);
                replay.month(samples.next(rows));
                List<Sample> multiplied = samples.next(rows).stream()
                        .map(row -> row.times(feature, factor))
                        .toList();
                List<String> named = Replay.alarms(replay.month(multiplied)).stream()
                        .map(Finding::subject)
                        .distinct()
                        .toList();
                assertThat(named).as("%s, hospital %s", feature, hospital).containsExactly(feature);
            }
        }
    }
}
