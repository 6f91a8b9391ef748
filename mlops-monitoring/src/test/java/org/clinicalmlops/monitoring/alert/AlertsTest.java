package org.clinicalmlops.monitoring.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.clinicalmlops.api.monitor.Finding.Kind.CALIBRATION;
import static org.clinicalmlops.api.monitor.Finding.Kind.DEAD_FEED;
import static org.clinicalmlops.api.monitor.Finding.Kind.DISCRIMINATION;
import static org.clinicalmlops.api.monitor.Finding.Kind.INPUT_DRIFT;
import static org.clinicalmlops.api.monitor.Finding.Kind.MISSINGNESS;
import static org.clinicalmlops.api.monitor.Finding.Kind.MULTIVARIATE_DRIFT;
import static org.clinicalmlops.api.monitor.Finding.Kind.OPERATION;
import static org.clinicalmlops.api.monitor.Finding.Kind.PREDICTION_DRIFT;
import static org.clinicalmlops.api.monitor.Finding.Kind.SUBGROUP;
import static org.clinicalmlops.api.monitor.Finding.Kind.UNIT_CHANGE;
import static org.clinicalmlops.api.monitor.Finding.MODEL;
import static org.clinicalmlops.api.monitor.Finding.State.ALARM;
import static org.clinicalmlops.api.monitor.Finding.State.INSUFFICIENT;
import static org.clinicalmlops.api.monitor.Finding.State.NOTICE;
import static org.clinicalmlops.api.monitor.Finding.State.OK;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.monitor.Alert.Stage;
import org.clinicalmlops.api.monitor.AlertEvent;
import org.clinicalmlops.api.monitor.AlertPolicy;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Severity;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.testkit.monitor.KeptState;
import org.junit.jupiter.api.Test;

class AlertsTest {
    private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");

    private Alerts alerts = new Alerts(AlertPolicy.standard().coolDown(Duration.ofDays(30)));
    private int weeks;

    private Instant week() {
        return START.plus(Duration.ofDays(7L * weeks));
    }

    /** Closes the next week; events as {@code "OPENED urea/INPUT_DRIFT/1"}. */
    private List<String> close(Finding... findings) {
        weeks++;
        return said(alerts.close(List.of(findings), week()));
    }

    private List<String> look(int hours, Finding... findings) {
        return said(alerts.look(List.of(findings), week().plus(Duration.ofHours(hours))));
    }

    private static List<String> said(List<AlertEvent> events) {
        return events.stream().map(e -> e.what() + " " + e.alert().id()).toList();
    }

    private static Finding finding(Finding.Kind kind, String subject, Finding.State state) {
        return Finding.of(kind, kind.name(), subject, state, subject + ": seen.");
    }

    private static Finding alarm(Finding.Kind kind, String subject) {
        return finding(kind, subject, ALARM);
    }

    private static Finding ok(Finding.Kind kind, String subject) {
        return finding(kind, subject, OK);
    }

    private void escalating() {
        alerts = new Alerts(AlertPolicy.standard().escalatedAfter(Duration.ofHours(4), Role.CLINICAL_LEAD));
    }

    private Alert only() {
        assertThat(alerts.open()).hasSize(1);
        return alerts.open().get(0);
    }

    @Test
    void whatIsFoundOfOneFeatureIsOneAlertNamedByWhatExplainsIt() {
        assertThat(close(alarm(INPUT_DRIFT, "urea"), alarm(UNIT_CHANGE, "urea"), alarm(INPUT_DRIFT, "age")))
                .containsExactly("OPENED urea/UNIT_CHANGE/1", "OPENED age/INPUT_DRIFT/1");
        assertThat(alerts.open().get(0).also()).containsExactly(alarm(INPUT_DRIFT, "urea"));
        assertThat(close(alarm(MISSINGNESS, "urea"))).containsExactly("GREW urea/UNIT_CHANGE/1");
        assertThat(close(alarm(MISSINGNESS, "urea"), alarm(INPUT_DRIFT, "urea")))
                .as("nothing new")
                .isEmpty();
    }

    @Test
    void whatNeitherAlarmsNorIsOpenOpensNothing() {
        assertThat(close(
                        finding(INPUT_DRIFT, "urea", NOTICE),
                        finding(CALIBRATION, MODEL, INSUFFICIENT),
                        ok(MISSINGNESS, "urea")))
                .isEmpty();
        assertThat(alerts.open()).isEmpty();
    }

    @Test
    void feedsThatAreFoundDeadInOneLookAreOneAlertThatNamesAll() {
        assertThat(look(3, alarm(DEAD_FEED, "urea"), alarm(DEAD_FEED, "sodium"), alarm(DEAD_FEED, "crp")))
                .containsExactly("OPENED urea/DEAD_FEED/1");
        assertThat(only().finding().explanation()).isEqualTo("urea: seen. The same is true of: sodium, crp.");
        assertThat(only().also()).extracting(Finding::subject).containsExactly("sodium", "crp");
        assertThat(close(alarm(MISSINGNESS, "crp"))).as("the same cause").containsExactly("GREW urea/DEAD_FEED/1");
        assertThat(look(1, alarm(DEAD_FEED, "pulse")))
                .as("died at another time")
                .containsExactly("OPENED pulse/DEAD_FEED/1");
    }

    @Test
    void harmOfTheModelIsOneAlertAndAGroupIsToldInItWhileItIsOpen() {
        assertThat(close(alarm(SUBGROUP, "sex=F"))).containsExactly("OPENED sex=F/SUBGROUP/1");
        assertThat(close(alarm(SUBGROUP, "sex=F"), alarm(SUBGROUP, "age=old"), alarm(CALIBRATION, MODEL)))
                .containsExactly("OPENED model/CALIBRATION/1");
        assertThat(alerts.open().get(1).also()).containsExactly(alarm(SUBGROUP, "age=old"));
        assertThat(close(alarm(DISCRIMINATION, MODEL))).containsExactly("GREW model/CALIBRATION/1");
    }

    /** The model as a whole is mended and the group is not: the alert on the model ends, and the group gets one of its own. */
    @Test
    void aGroupThatWasToldWithTheModelGetsAnAlertOfItsOwnWhenThatIsOver() {
        close(alarm(CALIBRATION, MODEL), alarm(SUBGROUP, "sex=F"));
        close(ok(CALIBRATION, MODEL), alarm(SUBGROUP, "sex=F"));
        assertThat(only().stage()).isEqualTo(Stage.RECOVERING);
        close(ok(CALIBRATION, MODEL), alarm(SUBGROUP, "sex=F"));
        assertThat(close(ok(CALIBRATION, MODEL), alarm(SUBGROUP, "sex=F")))
                .containsExactly("RESOLVED model/CALIBRATION/1", "OPENED sex=F/SUBGROUP/1");
    }

    @Test
    void driftOfThePredictionsIsToldWithTheFeatureThatExplainsHalfOfIt() {
        Finding half = alarm(INPUT_DRIFT, "urea").effect(0.1, 0.15, 0.5);
        Finding less = alarm(INPUT_DRIFT, "age").effect(0.1, 0.14, 0.49);
        assertThat(close(alarm(PREDICTION_DRIFT, MODEL), less, half))
                .containsExactly("OPENED age/INPUT_DRIFT/1", "OPENED urea/INPUT_DRIFT/1");
        assertThat(alerts.open().get(1).also()).containsExactly(alarm(PREDICTION_DRIFT, MODEL));
        assertThat(close(alarm(PREDICTION_DRIFT, MODEL)))
                .as("told there already, also when the feature is not in alarm")
                .isEmpty();
        assertThat(close(less, alarm(MULTIVARIATE_DRIFT, MODEL)))
                .as("explained by none: told with what is in alarm")
                .containsExactly("GREW age/INPUT_DRIFT/1");
    }

    @Test
    void driftOfThePredictionsWithoutAFeatureInAlarmIsAnAlertOfItsOwn() {
        assertThat(close(alarm(PREDICTION_DRIFT, MODEL))).containsExactly("OPENED model/PREDICTION_DRIFT/1");
    }

    @Test
    void aFeatureThatAlarmedEarlierInTheWindowExplainsItToo() {
        look(3, alarm(UNIT_CHANGE, "urea").effect(0.1, 0.2, 0.9));
        assertThat(close(alarm(PREDICTION_DRIFT, MODEL))).containsExactly("GREW urea/UNIT_CHANGE/1");
    }

    /** Bins of training say nothing of what another unit does to the predictions. */
    @Test
    void driftOfThePredictionsIsToldWithAnInputThatIsGarbledWhateverItExplains() {
        look(3, alarm(UNIT_CHANGE, "urea").effect(0.1, 0.1, 0.01));
        close(alarm(INPUT_DRIFT, "age"));
        assertThat(close(alarm(PREDICTION_DRIFT, MODEL))).containsExactly("GREW urea/UNIT_CHANGE/1");
    }

    @Test
    void valuesMissingTogetherAreToldWithAFeatureWhoseValuesAreMissing() {
        assertThat(close(alarm(MISSINGNESS, MODEL), alarm(MISSINGNESS, "urea")))
                .containsExactly("OPENED urea/MISSINGNESS/1");
        assertThat(new Alerts(AlertPolicy.standard()).close(List.of(alarm(MISSINGNESS, MODEL)), week()))
                .extracting(e -> e.alert().id())
                .containsExactly("model/MISSINGNESS/1");
    }

    @Test
    void itIsOverAfterThreeWindowsInOrderAndTooLittleNeitherCountsNorBreaks() {
        close(alarm(INPUT_DRIFT, "urea"));
        assertThat(close(ok(INPUT_DRIFT, "urea"))).isEmpty();
        assertThat(only().stage()).isEqualTo(Stage.RECOVERING);
        assertThat(close(finding(INPUT_DRIFT, "urea", INSUFFICIENT))).isEmpty();
        assertThat(close(finding(INPUT_DRIFT, "urea", NOTICE))).isEmpty();
        assertThat(close(ok(INPUT_DRIFT, "urea"))).containsExactly("RESOLVED urea/INPUT_DRIFT/1");
        assertThat(alerts.open()).isEmpty();
    }

    @Test
    void anAlarmBetweenBreaksTheRowAndSoDoesOneOfALook() {
        close(alarm(INPUT_DRIFT, "urea"));
        close(ok(INPUT_DRIFT, "urea"));
        close(ok(INPUT_DRIFT, "urea"));
        look(5, alarm(INPUT_DRIFT, "urea"));
        assertThat(only().stage()).isEqualTo(Stage.OPEN);
        for (int k = 0; k < 3; k++) {
            assertThat(close(ok(INPUT_DRIFT, "urea")))
                    .as("the window of the alarm is not in order")
                    .isEmpty();
        }
        assertThat(close(ok(INPUT_DRIFT, "urea"))).containsExactly("RESOLVED urea/INPUT_DRIFT/1");
    }

    /** Two detectors found something of urea: that the one is in order says nothing of what the other found. */
    @Test
    void eachThatFoundSomethingMustFindItInOrder() {
        close(alarm(INPUT_DRIFT, "urea"), alarm(MISSINGNESS, "urea"));
        for (int k = 0; k < 4; k++) {
            assertThat(close(ok(INPUT_DRIFT, "urea"), finding(MISSINGNESS, "urea", INSUFFICIENT)))
                    .isEmpty();
        }
        assertThat(only().stage()).isEqualTo(Stage.OPEN);
    }

    @Test
    void foundAgainWithinTheCoolDownItIsTheSameAlertAndNobodyHasTakenItOn() {
        resolved();
        weeks += 3; // 28 days after its end at the next close
        assertThat(close(alarm(MISSINGNESS, "urea"))).containsExactly("REOPENED urea/INPUT_DRIFT/1");
        assertThat(only().openedAt()).as("first").isEqualTo(START.plus(Duration.ofDays(7)));
        assertThat(only().acknowledged()).isEmpty();
        assertThat(only().finding()).isEqualTo(alarm(MISSINGNESS, "urea"));
        assertThat(only().also()).isEmpty();
    }

    @Test
    void foundAgainAfterTheCoolDownItIsAnotherAlert() {
        resolved();
        weeks += 4; // 35 days after its end at the next close
        assertThat(close(alarm(INPUT_DRIFT, "urea"))).containsExactly("OPENED urea/INPUT_DRIFT/2");
    }

    private void resolved() {
        close(alarm(INPUT_DRIFT, "urea"));
        alerts.acknowledge("urea/INPUT_DRIFT/1", "somebody", week());
        for (int k = 0; k < 3; k++) {
            close(ok(INPUT_DRIFT, "urea"));
        }
        assertThat(alerts.open()).isEmpty();
        assertThat(alerts.acknowledge("urea/INPUT_DRIFT/1", "somebody", week())).isEmpty();
    }

    @Test
    void itGrowsWhenWhatWasFoundBecomesGraverAndKeepsTheGravest() {
        Finding slight = alarm(INPUT_DRIFT, "urea").effect(0.3, 0.31, 1);
        Finding grave = alarm(INPUT_DRIFT, "urea").effect(0.3, 0.4, 1);
        close(slight);
        assertThat(only().severity()).isEqualTo(Severity.LOW);
        assertThat(close(grave)).containsExactly("GREW urea/INPUT_DRIFT/1");
        assertThat(only().severity()).isEqualTo(Severity.MODERATE);
        assertThat(close(slight)).isEmpty();
        assertThat(only().finding()).isEqualTo(grave);
    }

    @Test
    void harmThatAsksForMoreGrows() {
        close(alarm(CALIBRATION, MODEL).asks(Finding.Remedy.RECALIBRATE));
        assertThat(close(alarm(CALIBRATION, MODEL).asks(Finding.Remedy.STOP)))
                .containsExactly("GREW model/CALIBRATION/1");
        assertThat(only().finding().context().asks()).contains(Finding.Remedy.STOP);
    }

    @Test
    void aGraveAlertThatNobodyTakesOnIsEscalatedOnce() {
        escalating();
        close(alarm(CALIBRATION, MODEL), alarm(INPUT_DRIFT, "urea"));
        assertThat(look(3)).isEmpty();
        assertThat(look(4)).containsExactly("ESCALATED model/CALIBRATION/1");
        assertThat(look(5)).isEmpty();
    }

    @Test
    void anAlertThatSomebodyHasTakenOnIsNotEscalated() {
        escalating();
        close(alarm(CALIBRATION, MODEL));
        Optional<Alert> taken = alerts.acknowledge("model/CALIBRATION/1", "dr.a", week());
        assertThat(taken.orElseThrow().acknowledged()).contains(new Alert.Acknowledgement("dr.a", week()));
        assertThat(alerts.open()).containsExactly(taken.get());
        assertThat(look(9)).isEmpty();
    }

    @Test
    void whatDoesNotExistCannotBeTakenOn() {
        close(alarm(CALIBRATION, MODEL));
        assertThat(alerts.acknowledge("model/CALIBRATION/2", "dr.a", week())).isEmpty();
        assertThat(alerts.acknowledge(null, "dr.a", week())).isEmpty();
        assertThat(alerts.acknowledge("model/CALIBRATION/1", null, week())).isEmpty();
    }

    @Test
    void operationIsBySubject() {
        assertThat(close(alarm(OPERATION, "latency"), alarm(OPERATION, "overrides")))
                .containsExactly("OPENED latency/OPERATION/1", "OPENED overrides/OPERATION/1");
    }

    @Test
    void whatIsOverIsForgottenAfterTheCoolDown() {
        KeptState fresh = KeptState.of(alerts::save);
        for (int k = 0; k < 30; k++) {
            close(alarm(INPUT_DRIFT, "urea"), alarm(CALIBRATION, MODEL), alarm(SUBGROUP, "g" + k % 3));
            for (int i = 0; i < 3; i++) {
                close();
            }
            weeks += 6;
        }
        close();
        KeptState later = KeptState.of(alerts::save);
        assertThat(later.values())
                .as("but for one number for each name")
                .hasSize(fresh.values().size() + 2 * 2);
    }
}
