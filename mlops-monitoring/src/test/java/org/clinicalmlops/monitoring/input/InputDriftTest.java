package org.clinicalmlops.monitoring.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.DetectorSpec.Setting;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputDriftTest {
    private static final Duration MONTH = Duration.ofDays(30);
    private static final double ALPHA = 0.001;

    private final SplittableRandom random = new SplittableRandom(4);

    /** A category whose training and window have given numbers of rows of each level. */
    private static Ward exactly(String counts) {
        List<Double> levels = new ArrayList<>();
        long[] numbers = Stream.of(counts.split(" ")).mapToLong(Long::parseLong).toArray();
        for (int level = 0; level < numbers.length; level++) {
            levels.addAll(Collections.nCopies((int) numbers[level], (double) level));
        }
        int[] next = {0};
        return Ward.of(Ward.category("ward", numbers.length, r -> levels.get(next[0]++ % levels.size())));
    }

    private static int sum(String counts) {
        return Stream.of(counts.split(" ")).mapToInt(Integer::parseInt).sum();
    }

    private Finding judge(String training, String now) {
        Baseline baseline = exactly(training).baseline(sum(training), random);
        InputDrift drift = new InputDrift(Ward.setting(baseline, Ward.allowance(ALPHA, 1, MONTH)));
        return window(drift, baseline, exactly(now), sum(now));
    }

    private Finding window(InputDrift drift, Baseline baseline, Ward ward, int rows) {
        return new Drive(drift, baseline)
                .window(ward.rows(rows, random), ward, 3, MONTH)
                .get(0);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "as in training,                     500 300 200, 50 30 20,       OK",
        "a little apart on many rows,        500 300 200, 5400 2900 1700, OK", // psi 0.01, yet p < 1e-10
        "psi 0.17 on many rows is moderate,  500 300 200, 6900 1800 1300, OK",
        "far apart on many rows,             500 300 200, 9000 600 400,   ALARM",
        "far apart,                          500 300 200, 95 3 2,         ALARM",
        "apart as chance may have it,        500 300 200, 20 18 14,       OK",
        "two levels far apart,               500 500,     90 10,          ALARM",
        "two levels as in training,          500 500,     55 45,          OK",
        "too few,                            500 300 200, 40 5 4,         INSUFFICIENT",
        "no row,                             500 300 200, 0 0 0,          INSUFFICIENT",
        "one level only in training,         1000 0 0,    50 50 50,       INSUFFICIENT",
        "no value in training,               0 0,         50 50,          INSUFFICIENT",
    })
    void aCategory(String name, String training, String now, State state) {
        assertThat(judge(training, now).state()).isEqualTo(state);
    }

    @Test
    void anAlarmSaysWhatAReaderAsks() {
        Finding finding = judge("500 300 200", "95 3 2");
        assertThat(finding.explanation())
                .startsWith("ward: the values no longer look like those of training (population stability index ")
                .endsWith("100 values now, 1000 in training).");
        assertThat(finding.measure().orElseThrow().statistic())
                .isGreaterThan(finding.measure().orElseThrow().threshold());
        assertThat(finding.measure().orElseThrow().nReference()).isEqualTo(1000);
        assertThat(finding.measure().orElseThrow().nCurrent()).isEqualTo(100);
        assertThat(finding.measure().orElseThrow().thresholdFrom()).contains("alpha 0.0010");
        assertThat(finding.context().since()).hasValue(Ward.SINCE);
        assertThat(finding.context().patients()).hasValue(100);
        assertThat(finding.context().lookFirst())
                .hasValue("the most changed share is that of 'level1': 30.0 % in training, 3.0 % now");
    }

    @Test
    void whatIsInOrderSaysWhichDriftWouldHaveBeenFound() {
        assertThat(judge("500 300 200", "50 30 20").context().wouldHaveFound().orElseThrow())
                .matches(
                        "a population stability index of 0\\.[4-6]\\d, as of a shift .* 0\\.[678] standard deviations, .* 80 %");
    }

    /** The promise of the sentence before, simulated with normal values. */
    @Test
    void theDriftThatItSaysWouldHaveBeenFoundIsFoundInFourOfFiveStreams() {
        Ward ward = Ward.of(Ward.number("x", Ward.NORMAL));
        Ward shifted = ward.changed("x", x -> x + 0.7);
        int found = 0;
        String said = "";
        for (int stream = 0; stream < 200; stream++) {
            Baseline baseline = ward.baseline(3000, random);
            Setting setting = Ward.setting(baseline, Ward.allowance(ALPHA, 1, MONTH));
            said = window(new InputDrift(setting), baseline, ward, 150)
                    .context()
                    .wouldHaveFound()
                    .orElseThrow();
            found += window(new InputDrift(setting), baseline, shifted, 150).state() == State.ALARM ? 1 : 0;
        }
        assertThat(said).contains("by about 0.7 standard deviations");
        assertThat(found / 200.0).isBetween(0.7, 0.9);
    }

    @Test
    void aCategoryOfFewPatientsIsNotNamed() {
        Finding finding = judge("900 96 4", "60 10 30");
        assertThat(finding.context().lookFirst().orElseThrow())
                .contains("a rare category")
                .doesNotContain("level2");
    }

    @Test
    void rowsTooFewAreKeptUntilTheyAreEnough() {
        Baseline baseline = exactly("500 300 200").baseline(1000, random);
        InputDrift drift = new InputDrift(Ward.setting(baseline, 0.1));
        Drive drive = new Drive(drift, baseline);
        Ward now = exactly("1 0 0");
        List<State> states = new ArrayList<>();
        for (int window = 0; window < 4; window++) {
            Finding finding = drive.window(now.rows(20, random), now, 1, MONTH).get(0);
            states.add(finding.state());
            finding.measure()
                    .ifPresent(measure -> assertThat(measure.nCurrent()).isEqualTo(60));
        }
        assertThat(states).containsExactly(State.INSUFFICIENT, State.INSUFFICIENT, State.ALARM, State.INSUFFICIENT);
    }

    /** Three windows are one test, whose alpha is that of the time since the last one. */
    @Test
    void theTimeOfKeptRowsCountsForTheirTest() {
        Baseline baseline = exactly("500 300 200").baseline(1000, random);
        Drive drive = new Drive(new InputDrift(Ward.setting(baseline, 0.012)), baseline);
        Ward now = exactly("5 3 2");
        String from = "";
        for (int window = 0; window < 3; window++) {
            Finding finding = drive.window(now.rows(20, random), now, 1, MONTH).get(0);
            from = finding.measure().map(m -> m.thresholdFrom()).orElse("");
        }
        assertThat(from).endsWith("alpha 0.0030"); // 0.012 x 90 / 365.25
    }

    @Test
    void aChangeInTheMiddleOfAWindowIsDated() {
        Ward ward = Ward.of(Ward.number("x", Ward.NORMAL));
        Ward shifted = ward.changed("x", x -> x + 2);
        Baseline baseline = ward.baseline(3000, random);
        Drive drive = new Drive(new InputDrift(Ward.setting(baseline, 0.1)), baseline);
        drive.window(ward.rows(300, random), ward, 30, MONTH);
        Instant change = drive.now().plus(Duration.ofDays(18));
        double[][] rows = ward.rows(300, random);
        System.arraycopy(shifted.rows(120, random), 0, rows, 180, 120);
        Finding finding = drive.window(rows, ward, 30, MONTH).get(0);
        assertThat(finding.state()).isEqualTo(State.ALARM);
        assertThat(Duration.between(change, finding.context().since().orElseThrow())
                        .toDays())
                .isBetween(-2L, 2L);
        assertThat(finding.context().patients().orElseThrow()).isBetween(100L, 140L);
    }

    @Test
    void withoutEpisodesItIsComparedAndPatientsAreNotCounted() {
        Ward ward = Ward.of(Ward.number("x", Ward.NORMAL));
        Ward shifted = ward.changed("x", x -> x + 2);
        Baseline baseline = ward.baseline(3000, random);
        Finding finding = new Drive(new InputDrift(Ward.setting(baseline, 0.1)), baseline)
                .unkeyed()
                .window(shifted.rows(100, random), shifted, 3, MONTH)
                .get(0);
        assertThat(finding.state()).isEqualTo(State.ALARM);
        assertThat(finding.context().patients()).isEmpty();
        assertThat(finding.context().since()).isPresent();
    }

    /** By hand: mean risks 0.1, 0.2 and 0.4 in bins of 50 %, 30 % and 20 %; now 20 %, 30 % and 50 %. */
    @Test
    void theEffectOnThePredictionsIsThatOfTheBinsMeanRisks() {
        Baseline baseline = risky("500 300 200").baseline(1000, random);
        Ward now = risky("40 60 100");
        Finding finding = window(new InputDrift(Ward.setting(baseline, 0.1)), baseline, now, 200);
        assertThat(finding.context().meanRiskBefore().orElseThrow()).isCloseTo(0.19, within(1e-9));
        assertThat(finding.context().meanRiskNow().orElseThrow()).isCloseTo(0.28, within(1e-9));
        assertThat(finding.context().shareOfRiskChange().orElseThrow()).isCloseTo(1, within(0.05)); // cells' middles
    }

    @Test
    void aMeanRiskThatHardlyMovedIsNotDividedBy() {
        Baseline baseline = risky("500 300 200").baseline(1000, random);
        int[] row = {0};
        Ward now = risky("40 60 100")
                .saying(any -> new double[] {0.1, 0.1, 0.1, 0.1, 0.1, 0.2, 0.2, 0.2, 0.4, 0.4}[row[0]++ % 10]);
        Finding finding = window(new InputDrift(Ward.setting(baseline, 0.1)), baseline, now, 200);
        assertThat(finding.context().meanRiskNow()).isPresent();
        assertThat(finding.context().shareOfRiskChange()).isEmpty();
    }

    private static Ward risky(String counts) {
        return exactly(counts).saying(row -> new double[] {0.1, 0.2, 0.4}[(int) row[0]]);
    }

    @Test
    void aMultipliedNumberIsCalledSo() {
        Ward ward = Ward.of(Ward.number("urea", "mmol/L", Ward.lognormal(7, 0.4)));
        Ward changed = ward.changed("urea", x -> 6.006 * x);
        Baseline baseline = ward.baseline(2000, random);
        Finding finding = window(new InputDrift(Ward.setting(baseline, 0.01)), baseline, changed, 120);
        assertThat(finding.explanation())
                .contains("120 values now, 2000 in training")
                .matches(".* The values are about [56](\\.\\d)? times those of training: has a unit changed\\?");
        assertThat(finding.context().lookFirst().orElseThrow()).startsWith("The values are about ");
    }

    @Test
    void thereIsAFindingForEachFeatureInTheirOrder() {
        Ward ward = Ward.of(
                Ward.number("b", Ward.NORMAL),
                Ward.number("a", random -> Double.NaN),
                Ward.number("constant", random -> 7),
                Ward.category("c", 2, Ward.levels(0.5, 0.5)));
        Baseline baseline = ward.baseline(500, random);
        List<Finding> findings = new Drive(new InputDrift(Ward.setting(baseline, 0.1)), baseline)
                .window(ward.rows(100, random), ward, 1, MONTH);
        assertThat(findings).extracting(Finding::subject).containsExactly("b", "a", "constant", "c");
        assertThat(findings)
                .extracting(Finding::state)
                .containsExactly(State.OK, State.INSUFFICIENT, State.INSUFFICIENT, State.OK);
        assertThat(findings.get(1).explanation()).isEqualTo("a: training has no value to compare with.");
        assertThat(findings.get(2).explanation()).contains("one value only");
    }

    @Test
    void withoutAllowanceThereIsNoAlarmAndNoOrder() {
        Baseline baseline = exactly("500 300 200").baseline(1000, random);
        Finding finding = window(new InputDrift(Ward.setting(baseline, 0)), baseline, exactly("100 0 0"), 100);
        assertThat(finding.state()).isEqualTo(State.INSUFFICIENT);
    }

    @Test
    void aSlightLastingChangeIsNoAlarmAtAnyVolume() {
        Ward ward = Ward.of(Ward.number("x", Ward.NORMAL));
        Ward older = ward.changed("x", x -> x + 0.25);
        for (int rows : new int[] {60, 300, 10_000}) {
            int alarms = IntStream.range(0, 5)
                    .map(hospital -> {
                        Baseline baseline = ward.baseline(3000, random);
                        Drive drive = new Drive(new InputDrift(Ward.setting(baseline, 0.05)), baseline);
                        return (int) IntStream.range(0, 6)
                                .filter(month -> Drive.alarms(drive.window(older.rows(rows, random), older, 1, MONTH)))
                                .count();
                    })
                    .sum();
            assertThat(alarms).as("%s rows", rows).isZero();
        }
    }
}
