package org.clinicalmlops.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertsTest {
    private static Finding finding(Kind kind, String subject, State state) {
        return new Finding(kind, subject, state, "words", Optional.empty());
    }

    /** What each window does: + opens, - resolves, . nothing. A alarm, O in order, I too little. */
    @ParameterizedTest
    @CsvSource({
        "A,         +",
        "AAAA,      +...",
        "OOO,       ...",
        "AOOO,      +..-",
        "AOOAOOO,   +.....-",
        "AOIOIIO,   +.....-",
        "AIIIII,    +.....",
        "AOOOA,     +..-+",
        "AOOOOOOA,  +..-...+",
    })
    void anAlertIsOpenedOnceAndResolvedAfterThreeWindowsInOrder(String windows, String changes) {
        Alerts alerts = new Alerts();
        String seen = windows.chars()
                .mapToObj(c -> c == 'A' ? State.ALARM : c == 'O' ? State.OK : State.INSUFFICIENT)
                .map(state -> alerts.take(List.of(finding(Kind.INPUT_DRIFT, "crp", state)), Samples.SINCE))
                .map(change -> change.opened().isEmpty() ? change.resolved().isEmpty() ? "." : "-" : "+")
                .collect(Collectors.joining());
        assertThat(seen).isEqualTo(changes);
    }

    @Test
    void idsAreStableAndCountFromOne() {
        Alerts alerts = new Alerts();
        List<String> ids = Stream.of(State.ALARM, State.OK, State.OK, State.OK, State.ALARM)
                .map(state -> alerts.take(List.of(finding(Kind.INPUT_DRIFT, "creatinine", state)), Samples.SINCE))
                .flatMap(change -> change.opened().stream())
                .map(Alert::id)
                .toList();
        assertThat(ids).containsExactly("creatinine/INPUT_DRIFT/1", "creatinine/INPUT_DRIFT/2");
    }

    @Test
    void kindsAndSubjectsHaveAlertsOfTheirOwn() {
        Alerts.Change change = new Alerts()
                .take(
                        List.of(
                                finding(Kind.INPUT_DRIFT, "crp", State.ALARM),
                                finding(Kind.MISSINGNESS, "crp", State.ALARM),
                                finding(Kind.INPUT_DRIFT, "age", State.ALARM)),
                        Samples.SINCE);
        assertThat(change.opened()).hasSize(3);
    }
}
