package org.clinicalmlops.monitoring.harm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.clinicalmlops.api.monitor.Allowance;
import org.clinicalmlops.api.monitor.MaturedCase;
import org.clinicalmlops.monitoring.harm.RiskAdjustedChart.Evidence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RiskAdjustedChartTest {
    private static final Instant SINCE = Ward.SINCE;

    private static RiskAdjustedChart worse(double perYear) {
        return new RiskAdjustedChart(new Allowance(perYear), 1.25, 2, SINCE);
    }

    private static MaturedCase matured(double days, double risk, boolean event) {
        Instant at = SINCE.plus(Duration.ofMinutes((long) (days * 1440)));
        return new MaturedCase("id", "episode", at, risk, event, 0);
    }

    /** By hand: a tenth of a year gains 0.25, times 2/1.25 for an event of risk 0; alarm with the third event of risk 0. */
    @Test
    void theChartGainsItsAllowanceAndStartsAnewAtAnAlarm() {
        RiskAdjustedChart chart = worse(2.5);
        assertThat(chart.read(matured(36.525, 0, true), true)).isEmpty();
        assertThat(chart.state()).isCloseTo(0.4, within(1e-12));
        assertThat(chart.read(matured(36.525, 0, true), true)).isEmpty();
        assertThat(chart.state()).isCloseTo(0.64, within(1e-12));
        assertThat(chart.read(matured(10, 0, false), true))
                .as("earlier than the last: gains nothing")
                .isEmpty();
        assertThat(chart.state()).isCloseTo(0.64, within(1e-12));
        Evidence alarm = chart.read(matured(36.525, 0, true), true).orElseThrow();
        assertThat(alarm.state()).isCloseTo(1.024, within(1e-12));
        assertThat(alarm.whole().cases()).isEqualTo(4);
        assertThat(alarm.whole().events()).isEqualTo(3);
        assertThat(chart.state()).isZero();
        assertThat(chart.cases()).isZero();
        assertThat(chart.whole().since()).isEqualTo(SINCE.plus(Duration.ofMinutes(52596)));
    }

    @Test
    void theFirstOutcomeOfALongHorizonDoesNotAlarmByItself() {
        RiskAdjustedChart chart = worse(0.25);
        assertThat(chart.read(matured(5 * 365.25, 0, true), true)).isEmpty();
        assertThat(chart.state()).isCloseTo(0.025 * 2 / 1.25, within(1e-12));
    }

    @Test
    void aChartThatMayNotAlarmYetKeepsItsEvidenceAndStaysFinite() {
        RiskAdjustedChart chart = worse(2.5);
        for (int i = 0; i < 2000; i++) {
            assertThat(chart.read(matured(i, 0.01, true), false)).isEmpty();
        }
        assertThat(chart.state()).isBetween(1.0, 1e101);
        assertThat(chart.read(matured(2000, 0.01, true), true)).isPresent();
    }

    /** By hand: the CUSUM of Steiner et al. on METHODS' cases, ln(R) y - ln(1 + p), never below 0. */
    @Test
    void theCusumThatIsShownHasNoTolerance() {
        RiskAdjustedChart chart = worse(1);
        double[] risks = {0.02, 0.05, 0.10, 0.20, 0.30, 0.50};
        boolean[] events = {false, false, true, false, true, true};
        for (int i = 0; i < risks.length; i++) {
            chart.read(matured(i, risks[i], events[i]), true);
        }
        double expected = 0.5978370008 - 0.1823215568 + 0.4307829161 + 0.2876820725;
        assertThat(chart.cusum()).isCloseTo(expected, within(1e-9));
    }

    /**
     * 300 calibrated episodes, then 60 with four times the odds: half of the wards name the change within 3 weeks of its true
     * date.
     */
    @Test
    void theChangeIsDatedAndItsEpisodesAreCounted() {
        int near = 0;
        double ratios = 0;
        for (int seed = 0; seed < 40; seed++) {
            Ward ward = new Ward(seed, 0.15);
            RiskAdjustedChart chart = worse(0.5);
            for (int week = 0; week < 10; week++) {
                ward.week(30, 1).forEach(c -> chart.read(c, true));
            }
            Evidence alarm = null;
            for (int week = 0; week < 10 && alarm == null; week++) {
                for (MaturedCase c : ward.week(30, 4)) {
                    alarm = alarm == null ? chart.read(c, true).orElse(null) : alarm;
                }
            }
            assertThat(alarm).isNotNull();
            long days = Math.abs(
                    Duration.between(Ward.start(10), alarm.lately().since()).toDays());
            near += days <= 21 ? 1 : 0;
            assertThat(alarm.lately().cases()).isLessThanOrEqualTo(alarm.whole().cases());
            ratios += Math.log(alarm.lately().oddsRatio().orElseThrow().value()) / 40;
        }
        assertThat(near).isGreaterThanOrEqualTo(30);
        assertThat(Math.exp(ratios)).isBetween(3.5, 8.0);
    }

    /** What would have been found: half of the wards with that odds ratio all the time have alarmed by then. */
    @Test
    void theSmallestRatioThatWouldHaveBeenFoundIsFoundInHalfOfTheWards() {
        RiskAdjustedChart calibrated = worse(0.5);
        Ward quiet = new Ward(1, 0.1);
        for (int week = 0; week < 20; week++) {
            quiet.week(40, 1).forEach(c -> calibrated.read(c, false));
        }
        double ratio = calibrated.smallestFound().orElseThrow();
        assertThat(ratio).isBetween(1.5, 2.0);
        int found = 0;
        for (int seed = 0; seed < 200; seed++) {
            Ward ward = new Ward(100 + seed, 0.1);
            RiskAdjustedChart chart = worse(0.5);
            boolean alarmed = false;
            for (int week = 0; week < 20; week++) {
                for (MaturedCase c : ward.week(40, ratio)) {
                    alarmed |= chart.read(c, true).isPresent();
                }
            }
            found += alarmed ? 1 : 0;
        }
        assertThat(found).isBetween(100, 190);
    }

    @ParameterizedTest(name = "{0} cases a week, mean risk {1}")
    @CsvSource({"80, 0.1", "300, 0.05", "40, 0.2"})
    void theEpisodesThatItTakesAreAboutTheMedian(int aWeek, double meanRisk) {
        RiskAdjustedChart calibrated = worse(0.5);
        Ward quiet = new Ward(2, meanRisk);
        for (int week = 0; week < 52; week++) {
            quiet.week(aWeek, 1).forEach(c -> calibrated.read(c, true));
        }
        long told = calibrated.episodesToFind().orElseThrow();
        int[] taken = new int[101];
        for (int seed = 0; seed < taken.length; seed++) {
            Ward ward = new Ward(1000 + seed, meanRisk);
            RiskAdjustedChart chart = worse(0.5);
            for (int week = 0; week < 26; week++) {
                ward.week(aWeek, 1).forEach(c -> chart.read(c, true));
            }
            boolean alarmed = false;
            while (!alarmed) {
                for (MaturedCase c : ward.week(aWeek, 2)) {
                    if (!alarmed) {
                        taken[seed]++;
                        alarmed = chart.read(c, true).isPresent();
                    }
                }
            }
        }
        assertThat((double) told).isCloseTo(Ward.median(taken), within(0.5 * Ward.median(taken)));
    }

    @Test
    void theOddsRatioIsTheOneThatExpectsTheEvents() {
        RiskTally tally = new RiskTally();
        for (int i = 0; i < 100; i++) {
            tally.add(0.2);
        }
        // By hand: 50 of 100 are odds of 1, four times those of 0.2; the error of log odds is 1/sqrt(100/4).
        RiskTally.OddsRatio ratio = tally.oddsRatio(50).orElseThrow();
        assertThat(ratio.value()).isCloseTo(4, within(1e-9));
        assertThat(ratio.upper()).isCloseTo(4 * Math.exp(1.959963985 / 5), within(1e-6));
        assertThat(tally.oddsRatio(0)).isEmpty();
        assertThat(tally.oddsRatio(100)).isEmpty();
        assertThat(new RiskTally().oddsRatio(0)).isEmpty();
    }

    @Test
    void aChartThatIsSavedAndRestoredGoesOnWithTheSameBits() {
        Ward ward = new Ward(3, 0.1);
        RiskAdjustedChart one = worse(0.5);
        RiskAdjustedChart other = worse(0.5);
        ward.week(200, 1.5).forEach(c -> one.read(c, true));
        Memory.move(one::save, other::restore);
        List<MaturedCase> rest = ward.week(200, 1.5);
        rest.forEach(c -> {
            assertThat(other.read(c, true)).isEqualTo(one.read(c, true));
            assertThat(other.whole()).isEqualTo(one.whole());
            assertThat(other.state()).isEqualTo(one.state());
            assertThat(other.cusum()).isEqualTo(one.cusum());
        });
        assertThat(other.smallestFound()).isEqualTo(one.smallestFound());
    }
}
