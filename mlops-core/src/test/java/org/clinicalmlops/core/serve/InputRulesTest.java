package org.clinicalmlops.core.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.monitor.Operation;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.Bands;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.InputRules;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.api.train.PointsTable;
import org.clinicalmlops.api.train.Train;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(20)
class InputRulesTest {
    private static final Visit VISIT = Visit.of("anna", Instant.parse("2022-07-20T10:00:00Z"), 71.5, 3.2, "F", true);

    private static Pipeline<Visit, Risk> answering(InputRules rules) {
        return Plans.with(parts -> parts.serving = same -> same.answering(rules));
    }

    private static final InputRules RULES = InputRules.none()
            .scope("age", 18, 90)
            .scope("sex", "M", "F")
            .plausible("lactate", 0.1, 30)
            .plausible("age", 0, 120);

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of("too young", VISIT.withAge(17.9), Abstention.OUT_OF_SCOPE, List.of("age")),
                Arguments.of("no age", VISIT.withAge(Double.NaN), Abstention.OUT_OF_SCOPE, List.of("age")),
                Arguments.of("another sex", VISIT.withSex("X"), Abstention.OUT_OF_SCOPE, List.of("sex")),
                Arguments.of("no sex", VISIT.withSex(null), Abstention.OUT_OF_SCOPE, List.of("sex")),
                Arguments.of(
                        "two at once",
                        VISIT.withSex("X").withAge(91).withLactate(31.0),
                        Abstention.OUT_OF_SCOPE,
                        List.of("age", "sex")),
                Arguments.of("too much", VISIT.withLactate(30.01), Abstention.IMPLAUSIBLE, List.of("lactate")),
                Arguments.of("too little", VISIT.withLactate(0.0), Abstention.IMPLAUSIBLE, List.of("lactate")),
                Arguments.of(
                        "infinite",
                        VISIT.withLactate(Double.POSITIVE_INFINITY).withAge(200),
                        Abstention.NOT_FINITE,
                        List.of("lactate")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void aRowThatBreaksARuleIsNotScoredAndTheFeaturesAreNamed(
            String name, Visit row, Abstention reason, List<String> features) {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(answering(RULES));
            int observed = ward.engine.last().observed().size();

            assertThat(live.predict(row)).isEqualTo(new Prediction.Abstained<>(reason, features));

            assertThat(ward.engine.last().observed()).hasSize(observed);
            assertThat(ward.engine.last().noted()).endsWith(Operation.ABSTAINED);
            Map<String, String> facts =
                    ward.recorded(EntryKind.ABSTAINED).get(0).facts().asMap();
            assertThat(facts).containsEntry("reason", reason.name());
            for (int i = 0; i < features.size(); i++) {
                assertThat(facts).containsEntry("feature." + i, features.get(i));
            }
        }
    }

    static Stream<Visit> kept() {
        return Stream.of(
                VISIT.withAge(18),
                VISIT.withAge(90),
                VISIT.withSex("M"),
                VISIT.withLactate(0.1),
                VISIT.withLactate(30.0),
                VISIT.withLactate(null));
    }

    @ParameterizedTest
    @MethodSource("kept")
    void limitsAreAllowedThemselvesAndAMissingValueIsNotImplausible(Visit row) {
        try (Ward ward = new Ward()) {
            assertThat(ward.live(answering(RULES)).predict(row)).isInstanceOf(Prediction.Answered.class);
        }
    }

    @Test
    void tooMuchThatIsMissingIsNotGuessedAt() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(answering(InputRules.none().missingAtMost(1 / 3.0)));

            assertThat(live.predict(VISIT.withLactate(null))).isInstanceOf(Prediction.Answered.class);
            assertThat(live.predict(VISIT.withLactate(null).withSex(null)))
                    .isEqualTo(new Prediction.Abstained<>(Abstention.TOO_MUCH_MISSING, List.of("lactate", "sex")));
        }
    }

    @Test
    void aRuleMayBeAboutAFeatureThatTheModelDoesNotUse() {
        Pipeline<Visit, Risk> onLactate = Plans.with(parts -> {
            parts.train = Train.given(
                    PointsTable.of("score").atLeast("lactate", "mmol/L", 4, 1).risks(0.3, 0.7));
            parts.serving = same -> same.answering(RULES);
        });
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> silent = ward.deployed(onLactate);

            assertThat(silent.predict(VISIT)).isInstanceOf(Prediction.Silent.class);
            assertThat(silent.predict(VISIT.withAge(12)))
                    .isEqualTo(new Prediction.Abstained<>(Abstention.OUT_OF_SCOPE, List.of("age")));
        }
    }

    @Test
    void anAnswerSaysInWhichBandItIs() {
        Pipeline<Visit, Risk> named = Plans.with(
                parts -> parts.serving = same -> same.bands(Bands.of("low").from(0.5, "high")));
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(named);
            for (Visit visit : ward.visits(40)) {
                Prediction.Answered<Risk> answer = (Prediction.Answered<Risk>) live.predict(visit);
                assertThat(answer.band()).contains(answer.output().value() < 0.5 ? "low" : "high");
            }
        }
        try (Ward ward = new Ward()) {
            assertThat(((Prediction.Answered<Risk>) ward.live(Plans.standard()).predict(VISIT)).band())
                    .isEmpty();
        }
    }
}
