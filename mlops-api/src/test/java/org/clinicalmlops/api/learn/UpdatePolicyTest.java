package org.clinicalmlops.api.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.learn.UpdateProposal.Action;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.monitor.Finding;
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
        List<Alert> opened = new ArrayList<>();
        for (String kind : kinds.split(" ")) {
            opened.add(alert(Finding.Kind.valueOf(kind)));
        }
        UpdatePolicy policy = UpdatePolicy.proposeOnHarm().within(frozen ? ChangePlan.frozen() : YEARLY);

        UpdateProposal proposal =
                policy.propose(opened, inputsInAlarm, MODEL, NOON).orElseThrow();

        assertThat(proposal).isEqualTo(new UpdateProposal(action, MODEL, opened, NOON));
        assertThat(proposal.reasons()).hasSameSizeAs(opened).allMatch(reason -> reason.startsWith("seen: "));
    }

    @Test
    void withoutANewAlertNothingIsProposed() {
        assertThat(UpdatePolicy.proposeOnHarm().within(YEARLY).propose(List.of(), true, MODEL, NOON))
                .isEmpty();
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

    private static Alert alert(Finding.Kind kind) {
        return Alert.opened(kind.name(), Finding.of(kind, "test", "x", Finding.State.ALARM, "seen: " + kind), NOON);
    }
}
