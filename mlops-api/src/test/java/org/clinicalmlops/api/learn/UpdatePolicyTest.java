package org.clinicalmlops.api.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.learn.UpdateProposal.Action;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Severity;
import org.clinicalmlops.api.usecase.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpdatePolicyTest {
    private static final Instant NOON = Instant.parse("2024-03-31T12:00:00Z");
    private static final Digest MODEL = Digest.of("model");
    private static final ChangePlan YEARLY = ChangePlan.refitOn(Period.ofYears(1))
            .startedBy(ChangePlan.Start.TRIGGER)
            .promotedBy(Role.CLINICAL_LEAD);

    @ParameterizedTest(name = "{0}, inputs in alarm {1}, frozen {2}: {3}")
    @CsvSource({
        "CALIBRATION,             false, false, RETRAIN",
        "DISCRIMINATION,          false, false, RETRAIN",
        "CALIBRATION MISSINGNESS, false, false, RETRAIN",
        "CALIBRATION,             true,  false, INVESTIGATE",
        "CALIBRATION,             false, true,  INVESTIGATE",
        "INPUT_DRIFT,             false, false, INVESTIGATE",
        "INPUT_DRIFT MISSINGNESS, true,  false, INVESTIGATE"
    })
    void onlyHarmThatGarbledInputsDoNotExplainProposesARetraining(
            String kinds, boolean inputsInAlarm, boolean frozen, Action action) {
        List<Alert> opened = alerts(kinds);
        UpdatePolicy policy = UpdatePolicy.proposeOnHarm().within(frozen ? ChangePlan.frozen() : YEARLY);

        UpdateProposal proposal = policy.propose(Evidence.of(opened, NOON).inputsInAlarm(inputsInAlarm), MODEL)
                .orElseThrow();

        assertThat(proposal).isEqualTo(new UpdateProposal(action, MODEL, opened, NOON));
        assertThat(proposal.reasons()).hasSameSizeAs(opened).allMatch(reason -> reason.startsWith("seen: "));
    }

    @Test
    void withoutANewAlertNothingIsProposed() {
        assertThat(UpdatePolicy.proposeOnHarm()
                        .within(YEARLY)
                        .propose(Evidence.of(List.of(), NOON).inputsInAlarm(true), MODEL))
                .isEmpty();
    }

    /** What the evidence asks for decides, the gravest of several; of what it cannot mend, a recalibration is not believed. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "CALIBRATION,                                    RETRAIN",
        "CALIBRATION=RECALIBRATE,                        RECALIBRATE",
        "CALIBRATION=RECALIBRATE PERFORMANCE,            RECALIBRATE",
        "CALIBRATION=RECALIBRATE DISCRIMINATION,         RETRAIN",
        "CALIBRATION=RECALIBRATE PERFORMANCE=RETRAIN,    RETRAIN",
        "CALIBRATION=RECALIBRATE SUBGROUP=STOP,          STOP",
        "DISCRIMINATION=RECALIBRATE,                     RECALIBRATE",
        "INPUT_DRIFT=RETRAIN,                            INVESTIGATE",
        "PREDICTION_DRIFT,                               INVESTIGATE",
        "OPERATION,                                      INVESTIGATE"
    })
    void theGravestRemedyIsProposed(String findings, Action action) {
        List<Finding> found =
                Stream.of(findings.split(" +")).map(UpdatePolicyTest::finding).toList();
        Alert one = new Alert(
                "one",
                found.get(0),
                found.subList(1, found.size()),
                Severity.HIGH,
                Alert.Stage.OPEN,
                NOON,
                Optional.empty());

        assertThat(action(UpdatePolicy.proposeOnHarm().within(YEARLY), Evidence.of(List.of(one), NOON)))
                .contains(action);
    }

    @Test
    void theGravestOfSeveralAlertsIsProposed() {
        List<Alert> both = List.of(
                Alert.opened("a", finding("CALIBRATION=RECALIBRATE"), NOON),
                Alert.opened("b", finding("SUBGROUP=RETRAIN"), NOON));
        assertThat(action(UpdatePolicy.proposeOnHarm().within(YEARLY), Evidence.of(both, NOON)))
                .contains(Action.RETRAIN);
    }

    /** A model that is worse than none is stopped, whatever keeps a new version from being made. */
    @Test
    void aStopWaitsForNothing() {
        UpdatePolicy policy = UpdatePolicy.proposeWhen(Trigger.every(Period.ofYears(9)))
                .within(ChangePlan.frozen())
                .frozen(NOON, NOON.plusSeconds(1));
        List<Alert> worse = List.of(
                Alert.opened("drift", finding("INPUT_DRIFT"), NOON),
                Alert.opened("worse", finding("CALIBRATION=STOP"), NOON));

        UpdateProposal proposal = policy.propose(Evidence.of(worse, NOON).inputsInAlarm(true), MODEL)
                .orElseThrow();

        assertThat(proposal.action()).isEqualTo(Action.STOP);
        assertThat(proposal.because()).extracting(Alert::id).containsExactly("worse");
    }

    @ParameterizedTest(name = "{0} fresh of {1}: {2}")
    @CsvSource({"99, 100, INVESTIGATE", "100, 100, RETRAIN", "0, 0, RETRAIN", "4, 5, INVESTIGATE"})
    void withTooFewFreshOutcomesHarmIsInvestigated(long fresh, long minimum, Action action) {
        UpdatePolicy policy =
                UpdatePolicy.proposeWhen(Trigger.onHarm()).within(YEARLY).minimumFreshOutcomes(minimum);
        assertThat(action(policy, Evidence.of(alerts("CALIBRATION"), NOON).freshOutcomes(fresh)))
                .contains(action);
    }

    @Test
    void aTriggerAsksForAHundredFreshOutcomesUnlessToldOtherwise() {
        assertThat(UpdatePolicy.proposeWhen(Trigger.onHarm()).within(YEARLY).minimumFreshOutcomes())
                .isEqualTo(100);
        assertThat(UpdatePolicy.proposeOnHarm().within(YEARLY).minimumFreshOutcomes())
                .isZero();
    }

    @ParameterizedTest(name = "frozen from {0} to {1}: {2}")
    @CsvSource({
        "2024-03-31T12:00:00Z, 2024-04-02T00:00:00Z, INVESTIGATE",
        "2024-03-01T00:00:00Z, 2024-03-31T12:00:01Z, INVESTIGATE",
        "2024-03-01T00:00:00Z, 2024-03-31T12:00:00Z, RETRAIN",
        "2024-03-31T12:00:01Z, 2024-04-02T00:00:00Z, RETRAIN"
    })
    void inAFreezeHarmIsInvestigated(Instant from, Instant until, Action action) {
        UpdatePolicy policy = UpdatePolicy.proposeOnHarm()
                .within(YEARLY)
                .frozen(Instant.EPOCH, Instant.EPOCH.plusSeconds(1))
                .frozen(from, until);
        assertThat(action(policy, Evidence.of(alerts("CALIBRATION"), NOON))).contains(action);
    }

    /** Harm that had to wait asks for nothing new until it may lead to a new version, and then does. */
    @Test
    void whatWaitsIsAskedAboutAgain() {
        UpdatePolicy policy =
                UpdatePolicy.proposeWhen(Trigger.onHarm()).within(YEARLY).frozen(NOON.minusSeconds(9), NOON);
        Alert harm = alerts("CALIBRATION").get(0);
        Evidence waits = Evidence.of(List.of(), NOON)
                .waiting(List.of(alerts("MISSINGNESS").get(0), harm));

        assertThat(action(policy, waits.freshOutcomes(99))).isEmpty();
        assertThat(action(policy, waits.freshOutcomes(100).inputsInAlarm(true))).isEmpty();
        UpdateProposal proposal =
                policy.propose(waits.freshOutcomes(100), MODEL).orElseThrow();
        assertThat(proposal).isEqualTo(new UpdateProposal(Action.RETRAIN, MODEL, List.of(harm), NOON));
    }

    @ParameterizedTest(name = "{0}; {1}; in use since {2}: {3}")
    @CsvSource({
        "harm,              CALIBRATION,             2024-03-01T00:00:00Z, RETRAIN",
        "harm,              INPUT_DRIFT,             2024-03-01T00:00:00Z, INVESTIGATE",
        "drift,             INPUT_DRIFT,             2024-03-01T00:00:00Z, INVESTIGATE",
        "drift,             INPUT_DRIFT CALIBRATION, 2024-03-01T00:00:00Z, RETRAIN",
        "drift,             CALIBRATION,             2024-03-01T00:00:00Z, INVESTIGATE",
        "harm and drift,    CALIBRATION,             2024-03-01T00:00:00Z, INVESTIGATE",
        "harm and drift,    INPUT_DRIFT CALIBRATION, 2024-03-01T00:00:00Z, RETRAIN",
        "harm or drift,     CALIBRATION,             2024-03-01T00:00:00Z, RETRAIN",
        "half a year,       '',                      2023-10-01T12:00:01Z, ",
        "half a year,       '',                      2023-09-30T12:00:00Z, RETRAIN",
        "half a year,       INPUT_DRIFT,             2023-09-30T12:00:00Z, RETRAIN",
        "half a year,       INPUT_DRIFT,             2024-03-01T00:00:00Z, INVESTIGATE",
        "half a year,       CALIBRATION,             2024-03-01T00:00:00Z, INVESTIGATE",
        "half a year,       CALIBRATION=RECALIBRATE, 2023-09-30T12:00:00Z, RECALIBRATE",
        "harm and half a year, CALIBRATION,          2024-03-01T00:00:00Z, INVESTIGATE",
        "harm and half a year, '',                   2023-09-30T12:00:00Z, ",
        "harm and half a year, CALIBRATION,          2023-09-30T12:00:00Z, RETRAIN",
        "harm or half a year,  '',                   2023-09-30T12:00:00Z, RETRAIN"
    })
    void aTriggerIsARule(String rule, String findings, Instant since, Action action) {
        Evidence evidence = Evidence.of(alerts(findings), NOON).since(since).freshOutcomes(100);

        assertThat(action(UpdatePolicy.proposeWhen(trigger(rule)).within(YEARLY), evidence))
                .isEqualTo(Optional.ofNullable(action));
    }

    private static Trigger trigger(String rule) {
        Trigger harm = Trigger.onHarm();
        Trigger drift = Trigger.on(Finding.Kind.INPUT_DRIFT, Finding.Kind.UNIT_CHANGE);
        Trigger time = Trigger.every(Period.ofMonths(6));
        return switch (rule) {
            case "harm" -> harm;
            case "drift" -> drift;
            case "half a year" -> time;
            case "harm and drift" -> harm.and(drift);
            case "harm or drift" -> drift.or(harm);
            case "harm and half a year" -> time.and(harm);
            case "harm or half a year" -> harm.or(time);
            default -> throw new IllegalArgumentException(rule);
        };
    }

    /** Six months after 30 September is 30 March. */
    @Test
    void timeAloneIsAReason() {
        Instant since = Instant.parse("2023-09-30T12:00:00Z");
        UpdateProposal proposal = UpdatePolicy.proposeWhen(Trigger.every(Period.ofMonths(6)))
                .within(YEARLY)
                .propose(Evidence.of(List.of(), NOON).since(since).freshOutcomes(100), MODEL)
                .orElseThrow();

        assertThat(proposal.because()).isEmpty();
        assertThat(proposal.reasons())
                .containsExactly("No new version was put to use or proposed since 2023-09-30T12:00:00Z.");
    }

    @Test
    void timeAloneWaitsForWhatARenewalNeeds() {
        UpdatePolicy policy =
                UpdatePolicy.proposeWhen(Trigger.every(Period.ofMonths(6))).within(YEARLY);
        Evidence late = Evidence.of(List.of(), NOON).since(Instant.EPOCH);
        assertThat(action(policy, late.freshOutcomes(99))).isEmpty();
        assertThat(action(policy, late.freshOutcomes(100).inputsInAlarm(true))).isEmpty();
        assertThat(action(policy, late.freshOutcomes(100))).contains(Action.RETRAIN);
    }

    @Test
    void aFindingThatIsToldWithAnotherCountsToo() {
        Alert alert = new Alert(
                "urea",
                finding("MISSINGNESS"),
                List.of(finding("UNIT_CHANGE")),
                Severity.MODERATE,
                Alert.Stage.OPEN,
                NOON,
                Optional.empty());
        assertThat(trigger("drift").holds(Evidence.of(List.of(alert), NOON))).isTrue();
    }

    @Test
    void everyCaseOfATriggerIsDeclared() {
        assertThat(Stream.of("harm", "drift", "half a year", "harm and drift", "harm or drift")
                        .map(rule -> trigger(rule).declaration().json()))
                .containsExactly(
                        "{\"is\":\"on-harm\"}",
                        "{\"is\":\"on\",\"kinds\":[\"INPUT_DRIFT\",\"UNIT_CHANGE\"]}",
                        "{\"is\":\"every\",\"period\":\"P6M\"}",
                        "{\"first\":{\"is\":\"on-harm\"},\"is\":\"and\",\"second\":"
                                + "{\"is\":\"on\",\"kinds\":[\"INPUT_DRIFT\",\"UNIT_CHANGE\"]}}",
                        "{\"first\":{\"is\":\"on\",\"kinds\":[\"INPUT_DRIFT\",\"UNIT_CHANGE\"]},\"is\":\"or\",\"second\":"
                                + "{\"is\":\"on-harm\"}}");
    }

    /** Calendar arithmetic in UTC: half a year before 31 March is 30 September, and one year before that. */
    @Test
    void aRefitTakesTheNewestRowsWhoseHorizonHasPassed() {
        DataCut cut = YEARLY.cutAt(NOON, Period.ofMonths(6)).orElseThrow();

        assertThat(cut)
                .isEqualTo(DataCut.indexed(Instant.parse("2022-09-30T12:00:00Z"), Instant.parse("2023-09-30T12:00:00Z"))
                        .asOf(NOON));
        assertThat(cut.inHindsight()).isFalse();
        assertThat(cut.includes(Instant.parse("2022-09-30T12:00:00Z"))).isTrue();
        assertThat(cut.includes(Instant.parse("2023-09-30T12:00:00Z"))).isFalse();
        assertThat(cut.includes(Instant.parse("2022-09-30T11:59:59.999999999Z")))
                .isFalse();
    }

    @Test
    void aFrozenModelIsNeverRefitted() {
        assertThat(ChangePlan.frozen().cutAt(NOON, Period.ofMonths(6))).isEmpty();
    }

    private static Optional<Action> action(UpdatePolicy policy, Evidence evidence) {
        return policy.propose(evidence, MODEL).map(UpdateProposal::action);
    }

    /** One alert for each kind, as {@code "CALIBRATION=STOP MISSINGNESS"}. */
    private static List<Alert> alerts(String findings) {
        return Stream.of(findings.split(" +"))
                .filter(text -> !text.isEmpty())
                .map(text -> Alert.opened(text, finding(text), NOON))
                .toList();
    }

    private static Finding finding(String text) {
        String[] parts = text.split("=");
        Finding finding =
                Finding.of(Finding.Kind.valueOf(parts[0]), "test", "x", Finding.State.ALARM, "seen: " + parts[0]);
        return parts.length == 1 ? finding : finding.asks(Finding.Remedy.valueOf(parts[1]));
    }
}
