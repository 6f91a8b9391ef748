package org.clinicalmlops.monitoring.alert;

import static org.assertj.core.api.Assertions.assertThat;

import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Severity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GravityTest {
    @ParameterizedTest(name = "{0}, mean risk {1} to {2}: {3}")
    @CsvSource({
        "CALIBRATION,        ,     ,      HIGH",
        "SUBGROUP,           0.1,  0.1,   HIGH",
        "DEAD_FEED,          0.1,  0.1,   MODERATE",
        "UNIT_CHANGE,        0.1,  0.1,   MODERATE",
        "INPUT_DRIFT,        0.5,  0.52,  MODERATE",
        "INPUT_DRIFT,        0.5,  0.48,  MODERATE",
        "INPUT_DRIFT,        0.5,  0.519, LOW",
        "INPUT_DRIFT,        0.05, 0.0551, MODERATE",
        "INPUT_DRIFT,        0.05, 0.0549, LOW",
        "INPUT_DRIFT,        0.05, 0.0449, MODERATE",
        "INPUT_DRIFT,        0,    0,     LOW",
        "INPUT_DRIFT,        0,    0.001, MODERATE",
        "MISSINGNESS,        0.3,  0.3,   LOW",
        "UNSEEN_VALUES,      ,     ,      MODERATE",
        "UNSEEN_VALUES,      NaN,  0.1,   MODERATE",
        "PREDICTION_DRIFT,   0.3,  0.31,  LOW",
        "MULTIVARIATE_DRIFT, ,     ,      MODERATE",
        "OPERATION,          0.1,  0.9,   LOW",
        "OVERSIGHT,          ,     ,      LOW"
    })
    void severityIsWhatItDoesToPatientsAndAnUnknownEffectIsNotSmall(
            Kind kind, Double before, Double now, Severity severity) {
        Finding finding = Finding.of(kind, "d", "urea", Finding.State.ALARM, "seen");

        assertThat(Gravity.severity(before == null ? finding : finding.effect(before, now, 1)))
                .isEqualTo(severity);
    }

    @ParameterizedTest(name = "{0} before {1}")
    @CsvSource({
        "DEAD_FEED,     UNIT_CHANGE",
        "DEAD_FEED,     MISSINGNESS",
        "UNIT_CHANGE,   INPUT_DRIFT",
        "UNSEEN_VALUES, INPUT_DRIFT",
        "MISSINGNESS,   INPUT_DRIFT"
    })
    void anAlertIsNamedByWhatExplainsTheRest(Kind first, Kind second) {
        Finding leads = Finding.of(first, "d", "urea", Finding.State.ALARM, "seen");
        Finding follows = Finding.of(second, "d", "urea", Finding.State.ALARM, "seen");

        assertThat(Gravity.BY_LEAD.compare(leads, follows)).isPositive();
    }
}
