package org.clinicalmlops.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MissingnessTest {
    private static final double ALPHA = 0.003;

    private static Missingness of(long missing, long present) {
        return new Missingness(FeatureProfile.of("lactate", new double[0], new long[] {present}, missing), 50);
    }

    private static Tally tally(long missing, long present) {
        return new Tally(new long[] {present}, 0, missing, new long[0]);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "as in training,                     150, 850, 15, 85,   OK",
        "a dead feed,                        150, 850, 100, 0,   ALARM",
        "twice as many,                      150, 850, 90, 210,  ALARM",
        "twice as many of few rows,          150, 850, 18, 42,   ALARM",
        "none any more: filled in?,          150, 850, 0, 100,   ALARM",
        "certain but small: 17 % of 100000,  150000, 850000, 17000, 83000, OK",
        "below 2 % whatever training had,    0, 1000000, 150, 9850, OK",
        "above 2 % where training had none,  0, 1000, 5, 95,     ALARM",
        "apart as chance may have it,        150, 850, 14, 46,   OK",
    })
    void theShareOfMissingValues(
            String name, long missing, long present, long missingNow, long presentNow, State state) {
        Finding finding = of(missing, present).judge(tally(missingNow, presentNow), ALPHA);
        assertThat(finding.state()).as(finding.explanation()).isEqualTo(state);
    }

    @Test
    void theExplanationHasBothSharesAndBothNumbersOfRows() {
        assertThat(of(150, 850).judge(tally(90, 210), ALPHA).explanation())
                .isEqualTo("lactate: more values are missing: 30.0 % of 300 rows have no value, in training 15.0 % of"
                        + " 1000 had none.");
        assertThat(of(150, 850).judge(tally(0, 300), ALPHA).explanation())
                .startsWith("lactate: fewer values are missing: 0.0 % of 300 rows");
    }

    @Test
    void rowsTooFewAreKeptUntilTheyAreEnough() {
        Missingness missingness = of(150, 850);
        assertThat(missingness.judge(tally(30, 0), ALPHA).state()).isEqualTo(State.INSUFFICIENT);
        assertThat(missingness.judge(tally(30, 0), ALPHA).state()).isEqualTo(State.ALARM);
        assertThat(missingness.judge(tally(5, 25), ALPHA).state()).isEqualTo(State.INSUFFICIENT);
    }
}
