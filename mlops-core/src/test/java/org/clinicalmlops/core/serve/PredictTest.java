package org.clinicalmlops.core.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.Recorded;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.api.train.PointsTable;
import org.clinicalmlops.api.train.Train;
import org.clinicalmlops.api.validate.GatePolicy;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.Trainers;
import org.clinicalmlops.core.fixtures.UnreliableLedger;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.clinicalmlops.core.model.ModelArtifact;
import org.clinicalmlops.core.registry.Registry;
import org.clinicalmlops.metrics.Metrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(20)
class PredictTest {
    private static final Visit VISIT = Visit.of("anna", Instant.parse("2022-07-20T10:00:00Z"), 71.5, 3.2, "F", true);

    /** What a host's function does with the visit that is set; everything is well while it is null. */
    private static volatile Consumer<Visit> mischief = visit -> {};

    static Stream<Arguments> rows() {
        return Stream.of(
                Arguments.of("a null row", null, Abstention.FEATURE_FAILED),
                Arguments.of("no patient", VISIT.withPatient(null), Abstention.FEATURE_FAILED),
                Arguments.of("no index instant", VISIT.withAt(null), Abstention.FEATURE_FAILED),
                Arguments.of("the end of time", VISIT.withAt(Instant.MAX), Abstention.FEATURE_FAILED),
                Arguments.of("the beginning of time", VISIT.withAt(Instant.MIN), Abstention.FEATURE_FAILED),
                Arguments.of("infinite", VISIT.withAge(Double.POSITIVE_INFINITY), Abstention.NOT_FINITE),
                Arguments.of("minus infinite", VISIT.withLactate(Double.NEGATIVE_INFINITY), Abstention.NOT_FINITE));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("rows")
    void aRowThatCannotBeScoredIsAnAnswerAndIsCounted(String name, Visit row, Abstention reason) {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(Plans.standard());

            assertThat(((Prediction.Abstained<Risk>) live.predict(row)).reason())
                    .isEqualTo(reason);

            assertThat(live.health().abstentions()).containsEntry(reason, 1L);
            assertThat(live.health().abstained()).isEqualTo(1);
            assertThat(live.health().predictions()).isEqualTo(40);
            assertThat(ward.recorded(EntryKind.ABSTAINED))
                    .singleElement()
                    .satisfies(entry ->
                            assertThat(entry.facts().required("reason")).isEqualTo(reason.name()));
        }
    }

    static Stream<Throwable> throwables() {
        return Stream.of(
                new IllegalStateException("anna"),
                new IOException("sneaked past the compiler"),
                new StackOverflowError(),
                new NoClassDefFoundError("lab/Assay"),
                new AssertionError("anna"));
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void whateverAFeatureFunctionThrowsIsAnAbstention(Throwable thrown) {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(mischievous());
            mischief = visit -> PredictTest.<RuntimeException>sneak(thrown);

            assertThat(live.predict(VISIT)).isEqualTo(new Prediction.Abstained<>(Abstention.FEATURE_FAILED));

            mischief = visit -> {};
            assertThat(live.predict(VISIT)).isInstanceOf(Prediction.Answered.class);
        } finally {
            mischief = visit -> {};
        }
    }

    @Test
    void nothingOfThePatientIsInTheLedgerNotEvenOfARowThatFailed() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(mischievous());
            mischief = visit -> {
                throw new IllegalStateException("cannot read " + visit.patient());
            };
            live.predict(VISIT);
            mischief = visit -> {};
            live.predict(VISIT);

            assertThat(ward.recorded()).allSatisfy(entry -> {
                assertThat(entry.facts().toString()).doesNotContain("anna");
                assertThat(entry.body().orElse("")).doesNotContain("anna");
            });
        } finally {
            mischief = visit -> {};
        }
    }

    @Test
    void aMissingNumberIsImputedAndAnUnseenCategoryStoodInFor() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(Plans.standard());

            assertThat(live.predict(VISIT.withAge(Double.NaN))).isInstanceOf(Prediction.Answered.class);
            assertThat(live.predict(VISIT.withLactate(null))).isInstanceOf(Prediction.Answered.class);
            assertThat(live.predict(VISIT.withSex("another"))).isInstanceOf(Prediction.Answered.class);
            assertThat(live.predict(VISIT.withSex(null))).isInstanceOf(Prediction.Answered.class);

            List<Recorded> last = ward.recorded(EntryKind.PREDICTED);
            assertThat(last.subList(40, 44))
                    .extracting(entry -> entry.facts().required("input.age")
                            + " " + entry.facts().required("input.lactate")
                            + " " + entry.facts().required("input.sex"))
                    .containsExactly("missing 3.2 =F", "71.5 missing =F", "71.5 3.2 unseen", "71.5 3.2 missing");
            assertThat(ward.engine.last().observed().get(42)[2]).isEqualTo(Levels.UNSEEN);
        }
    }

    @Test
    void aPointsTableWithAMissingInputAbstainsAndTheMonitorStillSeesTheRow() {
        Pipeline<Visit, Risk> score = Plans.with(parts -> parts.train = Train.given(
                PointsTable.of("score").atLeast("lactate", "mmol/L", 4, 1).risks(0.3, 0.7)));
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> silent = ward.deployed(score);
            silent.predict(VISIT);

            assertThat(silent.predict(VISIT.withLactate(null)))
                    .isEqualTo(new Prediction.Abstained<>(Abstention.MISSING_INPUT));
            assertThat(ward.engine.last().observed()).hasSize(2);
            assertThat(ward.engine.last().risks().get(1)).isNaN();
        }
    }

    @Test
    void afterCloseEveryRowIsAnsweredClosedAndNothingIsWritten() {
        Ward ward = new Ward();
        Deployment<Visit, Risk> live = ward.live(Plans.standard());
        ward.close();
        int entries = Ward.recorded(ward.ledger).size();

        assertThat(live.predict(VISIT)).isEqualTo(new Prediction.Abstained<>(Abstention.CLOSED));
        assertThat(live.predict(null)).isEqualTo(new Prediction.Abstained<>(Abstention.CLOSED));
        live.outcome("death-30d-1-1", Outcome.event(true, Instant.EPOCH));

        assertThat(live.health().abstentions()).containsEntry(Abstention.CLOSED, 2L);
        assertThat(live.health().outcomes().refused()).isEqualTo(1);
        assertThat(Ward.recorded(ward.ledger)).hasSize(entries);
    }

    @Test
    void aLedgerThatIsDownLosesEntriesThatAreCountedAndThrowsNothing() {
        UnreliableLedger ledger = new UnreliableLedger();
        try (Ward ward = new Ward(ledger, Ward.OPENED)) {
            Deployment<Visit, Risk> live = ward.live(Plans.standard());
            ledger.refuse(draft -> true, new MlopsException("down"));

            Prediction<Risk> answer = live.predict(VISIT);
            live.outcome(id(answer), Outcome.event(true, ward.clock.instant()));
            ward.workspace.flush();

            assertThat(live.health().notRecorded()).isEqualTo(2);
            ledger.recover();
        }
    }

    @Test
    void aPredictionThatTheLedgerHasNoRoomForIsNotShown() {
        UnreliableLedger ledger = new UnreliableLedger();
        try (Ward ward = new Ward(ledger, Ward.OPENED)) {
            Deployment<Visit, Risk> live = ward.live(Plans.standard());
            ward.workspace.flush();
            CountDownLatch gate = ledger.hold();
            Prediction<Risk> last = live.predict(VISIT);
            for (int i = 0; i < 12_000 && !(last instanceof Prediction.Abstained); i++) {
                last = live.predict(VISIT);
            }

            assertThat(last).isEqualTo(new Prediction.Abstained<>(Abstention.NOT_RECORDED));
            assertThat(live.health().abstentions()).containsEntry(Abstention.NOT_RECORDED, 1L);
            long shown = live.health().predictions();
            gate.countDown();
            assertThat(ward.recorded(EntryKind.PREDICTED)).hasSize((int) shown);
        }
    }

    @Test
    void aMonitorThatBreaksItsPromiseDisturbsNoPrediction() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(Plans.standard());
            ward.engine.last().broken = true;

            Prediction<Risk> answer = live.predict(VISIT);
            live.outcome(id(answer), Outcome.event(true, ward.clock.instant()));

            assertThat(answer).isInstanceOf(Prediction.Answered.class);
            assertThat(live.health().outcomes().refused()).isZero();
        }
    }

    @Test
    void whatIsShownIsWhatTheLedgerHoldsAndTheMonitorSaw() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(Plans.standard());

            Prediction.Answered<Risk> answer = (Prediction.Answered<Risk>) live.predict(VISIT);

            Facts facts = newest(ward).facts();
            assertThat(facts.required("prediction")).isEqualTo(answer.id());
            assertThat(Double.parseDouble(facts.required("risk")))
                    .isEqualTo(answer.output().value());
            assertThat(facts.required("mode")).isEqualTo("live");
            assertThat(facts.required("model"))
                    .isEqualTo(answer.model().hex())
                    .isEqualTo(live.model().hex());
            assertThat(facts.required("acting")).isEqualTo("" + answer.acting());
            assertThat(facts.required("patient")).isEqualTo(Ward.PSEUDONYMS.of("anna"));
            assertThat(facts.required("indexedAt")).isEqualTo("2022-07-20T10:00:00Z");
            assertThat(ward.engine.last().expected())
                    .containsEntry(answer.id(), VISIT.at().plus(Duration.ofDays(30)));
            assertThat(ward.engine.last().observed().get(40)).containsExactly(71.5, 3.2, 0);
            assertThat(ward.engine.last().risks().get(40))
                    .isEqualTo(answer.output().value());
        }
    }

    @Test
    void somebodyActsAboveTheThresholdAndNotAtIt() {
        Pipeline<Visit, Risk> at = actingAbove(0.7);
        Pipeline<Visit, Risk> below = actingAbove(0.6999);
        try (Ward ward = new Ward()) {
            assertThat(((Prediction.Answered<Risk>) ward.live(at).predict(VISIT)).acting())
                    .isFalse();
            assertThat(((Prediction.Answered<Risk>) ward.live(below).predict(VISIT)).acting())
                    .isTrue();
        }
    }

    private static Pipeline<Visit, Risk> actingAbove(double threshold) {
        return Plans.with(parts -> {
            parts.train = Train.given(
                    PointsTable.of("score").atLeast("age", "a", 60, 1).risks(0.3, 0.7));
            parts.gates = GatePolicy.allOf(
                    GatePolicy.<Risk>lowerBoundOf(Metrics.auroc()).atLeast(0.5));
            parts.actingAbove = threshold;
        });
    }

    /** For an auditor: nothing but a copy of the ledger is needed to compute every risk again, to the bit. */
    @Test
    void everyPredictionCanBeComputedAgainFromTheLedgerAlone() {
        Pipeline<Visit, Risk> plan = Plans.with(parts ->
                parts.train = Train.bestBy(Metrics.brier(), List.of(Trainers.discriminant(0), Trainers.stumps()))
                        .calibrated());
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(plan);
            for (Visit visit : Visit.daily(200, 77)) {
                live.predict(visit.patient().endsWith("3") ? visit.withSex("another") : visit);
            }
            List<Recorded> predicted = ward.recorded(EntryKind.PREDICTED);
            Registry registry = Registry.of(ward.ledger);

            assertThat(predicted).hasSize(240);
            for (Recorded entry : predicted) {
                ModelArtifact model = registry.model(new Digest(entry.facts().required("model")));
                double risk = model.compiled()
                        .risk(coded(model, entry.facts()), model.compiled().newScratch());
                assertThat(Double.doubleToLongBits(risk))
                        .isEqualTo(Double.doubleToLongBits(
                                Double.parseDouble(entry.facts().required("risk"))));
            }
        }
    }

    private static double[] coded(ModelArtifact model, Facts facts) {
        double[] coded = new double[model.schema().size()];
        for (int f = 0; f < coded.length; f++) {
            String text = facts.required("input." + model.schema().feature(f).name());
            coded[f] = switch (text) {
                case "missing" -> Double.NaN;
                case "unseen" -> Levels.UNSEEN;
                default ->
                    model.schema().feature(f).categorical()
                            ? model.levels().code(f, text.substring(1))
                            : Double.parseDouble(text);
            };
        }
        return coded;
    }

    @Test
    void anOutcomeIsTakenOnlyIfItIsOne() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(Plans.standard());
            String first = id(live.predict(VISIT));
            String second = id(live.predict(VISIT));
            Instant known = ward.clock.instant();

            live.outcome(first, Outcome.event(true, known));
            assertThat(live.health().outcomes().refused()).isZero();
            live.outcome("death-30d-1-999", Outcome.event(true, known));
            live.outcome("", Outcome.event(true, known));
            live.outcome(null, Outcome.event(true, known));
            live.outcome(second, null);
            live.outcome(second, new Outcome.Known<>(0.4, known));
            live.outcome(second, Outcome.event(true, known.minus(Duration.ofDays(2))));
            assertThat(live.health().outcomes().refused()).isEqualTo(6);
            live.outcome(second, new Outcome.Pending<>());
            live.outcome(second, new Outcome.Censored<>(known));

            assertThat(live.health().outcomes().refused())
                    .as("still awaited after what was none")
                    .isEqualTo(6);
            assertThat(live.health().outcomes().repeated())
                    .as("pending, as before")
                    .isEqualTo(1);
            assertThat(ward.engine.last().outcomes)
                    .isEqualTo(Map.of(first, Outcome.event(true, known), second, new Outcome.Censored<Risk>(known)));
            assertThat(ward.entries(EntryKind.OUTCOME_RECORDED))
                    .extracting(entry -> entry.facts().required("prediction") + " "
                            + entry.facts().required("state"))
                    .containsExactly(first + " KNOWN", second + " CENSORED");
        }
    }

    @Test
    void anInterventionIsRecordedAsSuch() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(Plans.standard());
            Instant at = ward.clock.instant();

            live.outcome(id(live.predict(VISIT)), new Outcome.Intervened<>(at));

            assertThat(ward.entries(EntryKind.OUTCOME_RECORDED))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.facts().asMap())
                            .containsEntry("state", "INTERVENED")
                            .containsEntry("at", at.toString()));
        }
    }

    private static Pipeline<Visit, Risk> mischievous() {
        return Plans.with(parts -> parts.features = parts.features.numeric("pulse", "/min", visit -> {
            mischief.accept(visit);
            return 70 + visit.age() / 10;
        }));
    }

    private static Recorded newest(Ward ward) {
        List<Recorded> predicted = ward.recorded(EntryKind.PREDICTED);
        return predicted.get(predicted.size() - 1);
    }

    static String id(Prediction<Risk> prediction) {
        return prediction.fold(Prediction.Answered::id, Prediction.Silent::id, abstained -> {
            throw new AssertionError(abstained.reason());
        });
    }

    @SuppressWarnings("unchecked") // as Kotlin, Scala and generated code throw checked exceptions
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
