package org.clinicalmlops.core.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.Fallback;
import org.clinicalmlops.api.serve.InputRules;
import org.clinicalmlops.api.train.PointsTable;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both versions of a ramp are in {@link RampAnswersTest}. */
@Timeout(20)
class PastRisksTest {
    private static final Pipeline<Visit, Risk> PLAN = Plans.with(parts -> {
        parts.trial = parts.trial.abstainingAtMost(1);
        parts.serving = same -> same.answering(InputRules.none().scope("age", 0, 80))
                .fallback(Fallback.to(PointsTable.of("score")
                                .atLeast("lactate", "mmol/L", 4, 1)
                                .risks(0.3, 0.7))
                        .on(Abstention.OUT_OF_SCOPE));
    });

    private static List<Facts> answered(Ward ward, int visits) {
        Deployment<Visit, Risk> live = ward.live(PLAN);
        for (Visit visit : ward.visits(visits)) {
            live.predict(visit);
            live.predict(visit.withLactate(null).withSex("another"));
        }
        return ward.recorded(EntryKind.PREDICTED).stream()
                .map(row -> row.facts())
                .toList();
    }

    private static Facts without(Facts facts, String name) {
        Map<String, String> rest = new TreeMap<>(facts.asMap());
        rest.remove(name);
        return Facts.of(rest);
    }

    @Test
    void whatModelAndFallbackAnsweredComesOutAgainToTheBitWithoutLookingAtIt() {
        try (Ward ward = new Ward()) {
            List<Facts> answered = answered(ward, 100);
            PastRisks again = PastRisks.of(ward.workspace.registry(), PLAN);

            assertThat(answered)
                    .anyMatch(row -> row.says("mode", "fallback"))
                    .anyMatch(row -> row.says("mode", "live"));
            for (Facts row : answered) {
                assertThat(Declaration.number(again.of(without(row, "risk")).value()))
                        .isEqualTo(row.required("risk"));
                assertThat(again.beside(row)).isEmpty();
            }
        }
    }

    @Test
    void anInputThatIsNotThereAndAFallbackThatThePlanHasNotAreNamed() {
        try (Ward ward = new Ward()) {
            List<Facts> answered = answered(ward, 100);
            PastRisks again = PastRisks.of(ward.workspace.registry(), Plans.standard());
            for (Facts row : answered) {
                if (row.says("mode", "fallback")) {
                    assertThatIllegalArgumentException()
                            .isThrownBy(() -> again.of(row))
                            .withMessageContaining("fallback");
                } else {
                    assertThatIllegalArgumentException()
                            .isThrownBy(() -> again.of(without(row, "input.age")))
                            .withMessageContaining("input.age");
                }
            }
        }
    }
}
