package org.clinicalmlops.monitoring.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnseenInputsTest {
    private static final Duration MONTH = Duration.ofDays(30);
    private static final double ALPHA = 0.001;

    private final SplittableRandom random = new SplittableRandom(9);

    /** So many rows of level 0, of level 1 (as one training row has, if once), and of an unknown one. */
    private static Ward exactly(int usual, int second, int unknown) {
        int[] next = {0};
        return Ward.of(Ward.category("code", 2, r -> {
            int i = next[0]++ % (usual + second + unknown);
            return i < usual ? 0 : i < usual + second ? 1 : -1;
        }));
    }

    private Finding judge(int training, int once, int known, int unknown) {
        Baseline baseline = exactly(training - once, once, 0).baseline(training, random);
        UnseenInputs detector = new UnseenInputs(Ward.setting(baseline, Ward.allowance(ALPHA, 1, MONTH)));
        Ward now = exactly(known, 0, unknown);
        return new Drive(detector, baseline)
                .window(now.rows(known + unknown, random), now, 3, MONTH)
                .get(0);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "none,                              1000, 0, 100,  0, OK",
        "one,                               1000, 0,  99,  1, OK",
        "two are too few to be sure,        1000, 0,  98,  2, OK",
        "two of them against more training, 5000, 0,  98,  2, ALARM",
        "half,                              1000, 0,  50, 50, ALARM",
        "few of them among many rows,       1000, 0, 10000, 40, OK",
        "they are expected: seen once,      1000, 1,  98,  2, OK",
        "all,                               1000, 0,   0, 60, ALARM",
        "too few rows,                      1000, 0,   0, 40, INSUFFICIENT",
    })
    void unknownCategories(String name, int training, int once, int known, int unknown, State state) {
        Finding finding = judge(training, once, known, unknown);
        assertThat(finding.state()).isEqualTo(state);
        assertThat(finding.kind()).isEqualTo(Kind.UNSEEN_VALUES);
    }

    @Test
    void anAlarmSaysHowManyAndHowManyAreExpected() {
        Finding finding = judge(5000, 0, 90, 10);
        assertThat(finding.explanation())
                .isEqualTo("code: 10 values of 100 never occurred among the 5000 of training, of which at most 1 are"
                        + " expected.");
        assertThat(finding.context().patients()).hasValue(10);
        assertThat(finding.context().since())
                .as("all came in the last third")
                .hasValue(Ward.SINCE.plus(MONTH.dividedBy(3).multipliedBy(2)));
        assertThat(finding.context().lookFirst().orElseThrow()).contains("mapping");
    }

    @Test
    void whatIsInOrderSaysWhichShareWouldHaveBeenFound() {
        assertThat(judge(5000, 0, 100, 0).context().wouldHaveFound().orElseThrow())
                .matches("new values of a share of [23]\\.\\d % would have been found .*");
    }

    @Test
    void aConstantThatTakesAnotherValueIsSeen() {
        Ward ward = Ward.of(Ward.number("x", r -> 7));
        Ward other = ward.changed("x", x -> 8);
        Baseline baseline = ward.baseline(1000, random);
        UnseenInputs detector = new UnseenInputs(Ward.setting(baseline, 0.1));
        Drive drive = new Drive(detector, baseline);
        assertThat(drive.window(ward.rows(60, random), ward, 1, MONTH))
                .extracting(Finding::state)
                .containsExactly(State.OK);
        Finding finding = drive.window(other.rows(60, random), other, 1, MONTH).get(0);
        assertThat(finding.state()).isEqualTo(State.ALARM);
        assertThat(finding.context().lookFirst().orElseThrow()).contains("a unit, a rounding or a default");
    }

    @Test
    void allButConstantsWithoutAValueAreLookedAt() {
        Ward ward = Ward.of(
                Ward.number("many", Ward.NORMAL),
                Ward.number("few", Ward.score(0.5)),
                Ward.number("none", r -> Double.NaN),
                Ward.category("levels", 3, Ward.levels(0.5, 0.3, 0.2)));
        Baseline baseline = ward.baseline(1000, random);
        List<Finding> findings = new Drive(new UnseenInputs(Ward.setting(baseline, 0.1)), baseline)
                .window(ward.rows(100, random), ward, 1, MONTH);
        assertThat(findings).extracting(Finding::subject).containsExactly("many", "few", "levels");
        assertThat(findings).extracting(Finding::state).containsOnly(State.OK);
    }

    /** A sodium of about 140: 0 and 999 are no values of it, 140 is. */
    @ParameterizedTest(name = "{0} in {1} % of rows")
    @CsvSource({
        "0, 10, ALARM, 0 or less",
        "-1, 10, ALARM, 0 or less",
        "999, 10, ALARM, about 960 to 1024",
        "140, 30, OK, ''"
    })
    void aDefaultThatIsNoValueOfTheFeatureIsNew(double filledIn, int percent, State state, String sizes) {
        Ward ward = Ward.of(Ward.number("sodium", r -> 140 + 4 * r.nextGaussian()));
        Baseline baseline = ward.baseline(3000, random);
        Ward now = ward.changed("sodium", x -> random.nextInt(100) < percent ? filledIn : x);

        Finding finding = new Drive(new UnseenInputs(Ward.setting(baseline, 0.001)), baseline)
                .window(now.rows(100, random), now, 7, Duration.ofDays(7))
                .get(0);

        assertThat(finding.state()).isEqualTo(state);
        assertThat(finding.context().lookFirst().orElse("")).endsWith(sizes);
    }

    @Test
    void theirBeginningIsDated() {
        Ward ward = exactly(100, 0, 0);
        Ward recoded = exactly(80, 0, 20);
        Baseline baseline = ward.baseline(3000, random);
        Drive drive = new Drive(new UnseenInputs(Ward.setting(baseline, 0.1)), baseline);
        double[][] rows = ward.rows(300, random);
        System.arraycopy(recoded.rows(100, random), 0, rows, 200, 100);
        Finding finding = drive.window(rows, ward, 30, MONTH).get(0);
        assertThat(Duration.between(Ward.SINCE, finding.context().since().orElseThrow())
                        .toDays())
                .isBetween(19L, 29L);
        assertThat(finding.context().patients()).hasValue(20);
    }
}
