package org.clinicalmlops.core.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.Recorded;
import org.clinicalmlops.api.monitor.Operation;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.Challenger;
import org.clinicalmlops.api.serve.Fallback;
import org.clinicalmlops.api.serve.Feedback;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.api.train.PointsTable;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.junit.jupiter.api.Test;

/** Who answers for whom while a newer version takes over, and what ledger and monitors say of it. */
class RampAnswersTest {

    @Test
    void theChallengerAnswersForItsPatientsAndTheChampionForTheRest() {
        try (RampScene scene = new RampScene()) {
            Challenger challenger = scene.live.challenger().orElseThrow();
            assertThat(challenger.model()).isEqualTo(scene.challenger());
            assertThat(challenger.share()).isEqualTo(0.25);
            assertThat(scene.live.model()).isEqualTo(scene.champion());
            assertThat(scene.live.health().model()).isEqualTo(scene.champion());
            assertThat(scene.live.health().challenger()).contains(challenger);

            int byChallenger = 0;
            for (Visit visit : scene.visits(400)) {
                Prediction.Answered<Risk> answer = RampScene.answered(scene.live.predict(visit));
                boolean its = challenger.answersFor(scene.pseudonym(visit));
                assertThat(answer.model()).isEqualTo(its ? scene.challenger() : scene.champion());
                byChallenger += its ? 1 : 0;
            }
            assertThat(byChallenger).as("100 expected, standard deviation 8.7").isBetween(65, 135);
        }
    }

    /** Each risk is computed again from the entry alone, by the artifact in the ledger. */
    @Test
    void whatEitherSaysIsInTheRowAndComesOutAgainToTheBit() {
        try (RampScene scene = new RampScene()) {
            List<Visit> visits = scene.visits(60);
            Map<String, Prediction.Answered<Risk>> shown = new HashMap<>();
            for (int i = 0; i < visits.size(); i++) {
                Visit visit = i % 7 == 0 ? visits.get(i).withLactate(null) : visits.get(i);
                Prediction.Answered<Risk> answer = RampScene.answered(scene.live.predict(visit));
                shown.put(answer.id(), answer);
            }

            PastRisks again = PastRisks.of(scene.ward.workspace.registry(), scene.two.plan);
            int byChallenger = 0;
            for (Recorded row : scene.ward.recorded(EntryKind.PREDICTED)) {
                Facts facts = row.facts();
                Prediction.Answered<Risk> answer = shown.get(facts.required("prediction"));
                if (answer != null) {
                    Digest other = answer.model().equals(scene.challenger()) ? scene.champion() : scene.challenger();
                    assertThat(facts.required("mode")).isEqualTo("live");
                    assertThat(facts.required("model")).isEqualTo(answer.model().hex());
                    assertThat(facts.required("shadow.model")).isEqualTo(other.hex());
                    assertThat(facts.required("risk"))
                            .isEqualTo(Declaration.number(answer.output().value()))
                            .isEqualTo(text(again.of(facts)));
                    assertThat(again.beside(facts).map(RampAnswersTest::text)).contains(facts.required("shadow.risk"));
                    byChallenger += answer.model().equals(scene.challenger()) ? 1 : 0;
                }
            }
            assertThat(byChallenger).isBetween(5, 30);
        }
    }

    private static String text(Risk risk) {
        return Declaration.number(risk.value());
    }

    @Test
    void aPatientStaysWithTheirVersionForEveryRowAndWhenTheShareGrows() {
        try (RampScene scene = new RampScene()) {
            Map<String, Digest> first = new HashMap<>();
            for (int day = 0; day < 8; day++) {
                for (Visit visit : scene.visits(80)) {
                    Digest model = RampScene.answered(scene.live.predict(visit)).model();
                    assertThat(first.computeIfAbsent(visit.patient(), same -> model))
                            .isEqualTo(model);
                }
                scene.ward.clock.advance(Duration.ofDays(1));
            }
            assertThat(RampScene.refusalsOrNone(scene.widen())).isEmpty();

            int moved = 0;
            for (Visit visit : scene.visits(80)) {
                Digest model = RampScene.answered(scene.live.predict(visit)).model();
                Digest before = first.get(visit.patient());
                assertThat(before.equals(scene.champion()) || model.equals(scene.challenger()))
                        .isTrue();
                moved += model.equals(before) ? 0 : 1;
            }
            assertThat(moved).as("a quarter of 80 more").isBetween(8, 35);
        }
    }

    @Test
    void theMonitorsOfBothSeeEveryRowAndItsOutcomeAndAlertsAreThoseOfWhoAnswered() {
        try (RampScene scene = new RampScene(new Ward(), parts -> parts.actingAbove = 0)) {
            int champion = scene.ofChampion.observed().size();
            int challenger = scene.ofChallenger.observed().size();
            long alerts = alerted(scene.ofChampion.noted());
            assertThat(alerted(scene.ofChallenger.noted()))
                    .as("never shown before")
                    .isZero();

            Prediction.Answered<Risk> hers = RampScene.answered(scene.live.predict(scene.one(true)));
            Prediction.Answered<Risk> his = RampScene.answered(scene.live.predict(scene.one(false)));
            scene.live.outcome(hers.id(), Outcome.event(true, scene.ward.clock.instant()));
            scene.live.outcome(his.id(), new Outcome.Intervened<>(scene.ward.clock.instant()));
            scene.live.feedback(hers.id(), new Feedback.Accepted());

            assertThat(scene.ofChampion.observed()).hasSize(champion + 2);
            assertThat(scene.ofChallenger.observed()).hasSize(challenger + 2);
            assertThat(scene.ofChampion.outcomes)
                    .isEqualTo(scene.ofChallenger.outcomes)
                    .containsOnlyKeys(hers.id(), his.id());
            assertThat(alerted(scene.ofChampion.noted())).isEqualTo(alerts + 1);
            assertThat(scene.ofChallenger.noted()).containsExactly(Operation.ALERTED, Operation.ACCEPTED);
            assertThat(scene.ofChampion.noted()).doesNotContain(Operation.ACCEPTED);
            assertThat(scene.ofChampion.risks().get(champion)).isEqualTo(shadowOf(scene, hers.id()));
        }
    }

    private static double shadowOf(RampScene scene, String prediction) {
        return scene.ward.recorded(EntryKind.PREDICTED).stream()
                .filter(row -> row.facts().says("prediction", prediction))
                .map(row -> Double.parseDouble(row.facts().required("shadow.risk")))
                .findFirst()
                .orElseThrow();
    }

    private static long alerted(List<Operation> noted) {
        return List.copyOf(noted).stream().filter(Operation.ALERTED::equals).count();
    }

    @Test
    void aRowWithoutAnAnswerIsThatOfWhoShouldHaveAnswered() {
        try (RampScene scene = new RampScene()) {
            Visit hers = scene.one(true).withAge(Double.POSITIVE_INFINITY);
            Visit his = scene.one(false).withAge(Double.POSITIVE_INFINITY);

            assertThat(scene.live.predict(hers)).isInstanceOf(Prediction.Abstained.class);
            assertThat(scene.newest(EntryKind.ABSTAINED).required("model"))
                    .isEqualTo(scene.challenger().hex());
            scene.live.predict(his);
            assertThat(scene.newest(EntryKind.ABSTAINED).required("model"))
                    .isEqualTo(scene.champion().hex());
        }
    }

    @Test
    void theFallbackAnswersInThePlaceOfWhoShouldHaveAnswered() {
        Fallback<Risk> score = Fallback.to(PointsTable.of("score")
                        .atLeast("lactate", "mmol/L", 4, 1)
                        .risks(0.1, 0.2))
                .on(Abstention.NOT_FINITE);
        try (RampScene scene = new RampScene(
                new Ward(),
                parts -> parts.serving =
                        serving -> serving.rampingUp(RampScene.RAMP).fallback(score))) {
            Visit hers = scene.one(true).withAge(Double.POSITIVE_INFINITY).withLactate(5.0);

            Prediction.Answered<Risk> answer = RampScene.answered(scene.live.predict(hers));

            assertThat(answer.fallback()).isPresent();
            assertThat(answer.model()).isEqualTo(scene.challenger());
            assertThat(scene.newest(EntryKind.PREDICTED).required("model"))
                    .isEqualTo(scene.challenger().hex());
            assertThat(scene.ofChallenger.noted()).containsExactly(Operation.ABSTAINED);
        }
    }
}
