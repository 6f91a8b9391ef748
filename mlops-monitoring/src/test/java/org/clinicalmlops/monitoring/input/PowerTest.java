package org.clinicalmlops.monitoring.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.clinicalmlops.api.monitor.Baseline;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Changes that must be found in the month in which they are there, with at least 80 % of the streams, at the alpha that one of thirty
 * features has in the standard plan: 0.05 of one false alarm a year, for five detectors.
 */
class PowerTest {
    private static final Duration MONTH = Duration.ofDays(30);
    private static final double ALPHA = 0.05 / 5 / 30 / 12;
    private static final int STREAMS = 60;

    private static final Ward VITALS = Ward.of(Ward.number("x", Ward.normal(80, 15)))
            .saying(row -> Double.isNaN(row[0]) ? 0.1 : 1 / (1 + Math.exp(2 - (row[0] - 80) / 15)));
    private static final Ward CREATININE = Ward.of(Ward.number("x", "mg/dL", Ward.lognormal(1, 0.35)));
    private static final Ward WARDS = Ward.of(Ward.category("x", 5, Ward.levels(0.4, 0.3, 0.15, 0.095, 0.055)));

    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of("shift of 0.8 sd", Detectors.DIRICHLET, VITALS, VITALS.changed("x", x -> x + 12), 300),
                Arguments.of("shift of 1 sd", Detectors.DIRICHLET, VITALS, VITALS.changed("x", x -> x + 15), 100),
                Arguments.of("shift of 0.8 sd", Detectors.PSI, VITALS, VITALS.changed("x", x -> x + 12), 300),
                Arguments.of("shift of 1.3 sd", Detectors.PSI, VITALS, VITALS.changed("x", x -> x + 20), 100),
                Arguments.of(
                        "shift of 0.8 sd in the risks", Detectors.RISK, VITALS, VITALS.changed("x", x -> x + 12), 300),
                Arguments.of(
                        "default value in 30 %",
                        Detectors.DIRICHLET,
                        VITALS,
                        VITALS.with("x", Ward.normal(80, 15).mixed(0.3, random -> 80)),
                        300),
                Arguments.of(
                        "level of 5.5 % recoded to an unknown one",
                        Detectors.UNSEEN, WARDS, WARDS.changed("x", level -> level == 4 ? -1 : level), 100),
                Arguments.of(
                        "levels swapped",
                        Detectors.PSI,
                        WARDS,
                        WARDS.changed("x", level -> level == 0 ? 3 : level == 3 ? 0 : level),
                        300),
                Arguments.of("x 88.4 in 20 %", Detectors.UNIT, CREATININE, partly(0.2, 88.4), 100),
                Arguments.of("x 88.4 in all", Detectors.UNIT, CREATININE, partly(1, 88.4), 50),
                Arguments.of("x 0.1 in 20 %", Detectors.UNIT, CREATININE, partly(0.2, 0.1), 100),
                Arguments.of("x 2.2 in half", Detectors.UNIT, CREATININE, partly(0.5, 2.2046), 100),
                Arguments.of("x 18 in all", Detectors.PSI, CREATININE, partly(1, 18.016), 60));
    }

    private static Ward partly(double share, double factor) {
        return CREATININE.with("x", Ward.lognormal(1, 0.35).mixed(share, Ward.lognormal(factor, 0.35)));
    }

    @ParameterizedTest(name = "{0} by {1} among {4}")
    @MethodSource("changes")
    void aChangeIsFoundInFourOfFiveStreams(String name, Detectors detector, Ward before, Ward now, int rows) {
        int found = 0;
        for (int stream = 0; stream < STREAMS; stream++) {
            SplittableRandom random = new SplittableRandom(31L * stream + rows);
            Baseline baseline = before.baseline(3000, random);
            double allowed = Ward.allowance(ALPHA, 1, MONTH);
            Drive drive = new Drive(detector.open(Ward.setting(baseline, allowed)), baseline);
            found += Drive.alarms(drive.window(now.rows(rows, random), now, 5, MONTH)) ? 1 : 0;
        }
        assertThat((double) found / STREAMS).as("%s of %s", found, STREAMS).isGreaterThanOrEqualTo(0.8);
    }
}
