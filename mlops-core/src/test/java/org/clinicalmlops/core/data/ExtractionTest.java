package org.clinicalmlops.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.data.CohortSource;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.evaluate.EvaluationPlan;
import org.clinicalmlops.api.evaluate.Subgroup;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExtractionTest {
    private static final Instant JANUARY = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant MARCH = Instant.parse("2020-03-01T00:00:00Z");
    private static final DataCut CUT = DataCut.indexed(JANUARY, MARCH).asOf(Instant.parse("2020-12-01T00:00:00Z"));
    private static final Visit ANNA = Visit.of("anna", JANUARY, 70, 2.5, "F", true);
    private static final Visit BERT = Visit.of("bert", JANUARY.plusSeconds(60), 60, null, "M", false);

    @Test
    void aCutIncludesItsFirstInstantAndNotItsLast() {
        List<Visit> visits = List.of(
                ANNA.withPatient("before").withAt(JANUARY.minusNanos(1)),
                ANNA.withPatient("first").withAt(JANUARY),
                ANNA.withPatient("last").withAt(MARCH.minusNanos(1)),
                ANNA.withPatient("after").withAt(MARCH));

        Cohort<Visit> cohort = extract(visits);

        assertThat(List.of(cohort.row(0).patient(), cohort.row(1).patient())).containsExactly("first", "last");
        assertThat(cohort.size()).isEqualTo(2);
    }

    @Test
    void anOutcomeIsWhatWasKnownAtTheCutsAsOf() {
        Instant matures = JANUARY.plus(Duration.ofDays(30));
        Visit early = ANNA.withOutcome(Outcome.event(true, JANUARY.plus(Duration.ofDays(2))));
        DataCut dayBefore = DataCut.indexed(JANUARY, MARCH).asOf(matures.minusNanos(1));
        DataCut onTheDay = DataCut.indexed(JANUARY, MARCH).asOf(matures);

        assertThat(extract(List.of(early, BERT), dayBefore).outcome(0))
                .as("an event that was reported early still waits for its horizon")
                .isInstanceOf(Outcome.Pending.class);
        assertThat(extract(List.of(early, BERT), onTheDay).outcome(0)).isEqualTo(early.outcome());
        assertThat(extract(List.of(early, BERT), onTheDay).outcome(1))
                .as("learnt a minute later")
                .isInstanceOf(Outcome.Pending.class);
    }

    @Test
    void outcomesAreCountedByTheirState() {
        List<Visit> visits = List.of(
                ANNA,
                BERT,
                BERT,
                ANNA.withOutcome(new Outcome.Pending<>()),
                ANNA.withOutcome(new Outcome.Censored<>(JANUARY)),
                ANNA.withOutcome(new Outcome.Intervened<>(JANUARY)),
                ANNA.withOutcome(Outcome.event(true, Instant.parse("2030-01-01T00:00:00Z"))));

        OutcomeCounts counts = extract(visits).counts();

        assertThat(counts).isEqualTo(new OutcomeCounts(7, 1, 2, 2, 1, 1));
        assertThat(counts.known()).isEqualTo(3);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void aFaultIsAClearErrorWithoutThePatientsValues(
            String name, Consumer<Plans.Parts> change, List<Visit> visits, String message) {
        MlopsException e = catchThrowableOfType(
                MlopsException.class,
                () -> Extraction.of(Plans.with(parts -> {
                            parts.source = CohortSource.of("visits", visits);
                            change.accept(parts);
                        }))
                        .extract(CUT, Ward.PSEUDONYMS));

        assertThat(e).as(name).hasMessageContaining(message);
        for (Throwable t = e; t != null; t = t.getCause()) {
            assertThat(t.getMessage()).doesNotContain("anna", "Anna", "70", "2.5");
        }
    }

    static Stream<Arguments> faults() {
        Consumer<Plans.Parts> nothing = parts -> {};
        List<Visit> two = List.of(BERT, ANNA);
        return Stream.of(
                Arguments.of("no row at all", nothing, List.of(), "source 'visits' has no row indexed from"),
                Arguments.of(
                        "no row in the cut",
                        nothing,
                        List.of(ANNA.withAt(MARCH)),
                        "no row indexed from 2020-01-01T00:00:00Z to 2020-03-01T00:00:00Z; it has 1 rows in all"),
                Arguments.of(
                        "NaN everywhere",
                        nothing,
                        List.of(ANNA.withAge(Double.NaN), BERT.withAge(Double.NaN)),
                        "feature 'age' has no value in any of 2 rows"),
                Arguments.of(
                        "null everywhere",
                        nothing,
                        List.of(ANNA.withLactate(null), BERT),
                        "feature 'lactate' has no value in any of 2 rows"),
                Arguments.of(
                        "no category anywhere",
                        nothing,
                        List.of(ANNA.withSex(null), BERT.withSex(null)),
                        "feature 'sex' has no value in any of 2 rows"),
                Arguments.of(
                        "infinite",
                        nothing,
                        List.of(BERT, ANNA.withAge(Double.POSITIVE_INFINITY)),
                        "feature 'age' is infinite in row 2 of the cohort"),
                Arguments.of(
                        "a feature throws",
                        features(set -> set.numeric("x", "1", v -> fail(v))),
                        two,
                        "feature 'x' could not be read in row 2: IllegalStateException"),
                Arguments.of(
                        "the outcome throws",
                        (Consumer<Plans.Parts>) parts -> parts.outcome = v -> {
                            fail(v);
                            return v.outcome();
                        },
                        two,
                        "the outcome could not be read in row 2 of the cohort: IllegalStateException"),
                Arguments.of(
                        "the outcome is null",
                        (Consumer<Plans.Parts>) parts -> parts.outcome = v -> null,
                        two,
                        "the outcome is null in row 1 of the cohort"),
                Arguments.of(
                        "the outcome is neither event nor none",
                        nothing,
                        List.of(BERT, ANNA.withOutcome(new Outcome.Known<>(0.7, JANUARY))),
                        "the outcome must be 0 or 1 in row 2 of the cohort"),
                Arguments.of(
                        "a subgroup throws",
                        (Consumer<Plans.Parts>) parts -> parts.evaluation = EvaluationPlan.of(
                                parts.evaluation.metrics(), List.of(Subgroup.by("band", (Visit v) -> "" + fail(v)))),
                        two,
                        "the subgroup 'band' could not be read in row 2 of the cohort: IllegalStateException"),
                Arguments.of(
                        "no patient",
                        nothing,
                        List.of(ANNA, BERT.withPatient(null)),
                        "the patient's key is null in row 2 of the cohort"),
                Arguments.of(
                        "no index instant",
                        nothing,
                        List.of(ANNA, BERT.withAt(null)),
                        "the index instant is null in row 2 of the source"),
                Arguments.of(
                        "no row",
                        nothing,
                        new ArrayList<>(Arrays.asList(ANNA, null)),
                        "the index instant could not be read in row 2 of the source"));
    }

    private static Consumer<Plans.Parts> features(UnaryOperator<FeatureSet<Visit>> change) {
        return parts -> parts.features = change.apply(parts.features);
    }

    private static double fail(Visit visit) {
        if (visit.patient().equals("anna")) {
            throw new IllegalStateException("cannot read Anna, aged 70, lactate 2.5");
        }
        return 1;
    }

    @Test
    void aRowWithoutASubgroupIsOfTheGroupUnknown() {
        Cohort<Visit> cohort = extract(List.of(ANNA, BERT.withSex(null)));

        assertThat(cohort.group(0, 0)).isEqualTo("F");
        assertThat(cohort.group(1, 0)).isEqualTo("unknown");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void theDigestChangesWithEveryExtractedValue(String what, List<Visit> visits) {
        Digest base = extract(List.of(ANNA, BERT)).digest();

        assertThat(extract(visits).digest()).as(what).isNotEqualTo(base);
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of("a number", List.of(ANNA.withAge(Math.nextUp(70.0)), BERT)),
                Arguments.of("a missing number", List.of(ANNA, BERT.withLactate(1.0))),
                Arguments.of("a category", List.of(ANNA.withSex("M"), BERT)),
                Arguments.of("a missing category", List.of(ANNA.withSex(null), BERT)),
                Arguments.of("an outcome", List.of(ANNA.withOutcome(BERT.outcome()), BERT)),
                Arguments.of("the day of an outcome", List.of(ANNA.withOutcome(Outcome.event(true, MARCH)), BERT)),
                Arguments.of("a patient", List.of(ANNA.withPatient("anne"), BERT)),
                Arguments.of("an index instant", List.of(ANNA.withAt(JANUARY.plusNanos(1)), BERT)),
                Arguments.of("the order", List.of(BERT, ANNA)),
                Arguments.of("a row more", List.of(ANNA, BERT, BERT)));
    }

    @Test
    void theDigestChangesWithASubgroup() {
        Digest base = extract(List.of(ANNA, BERT)).digest();
        Subgroup<Visit> older = Subgroup.by("sex", v -> v.age() > 65 ? "old" : "young");
        Subgroup<Visit> renamed = Subgroup.by("gender", Visit::sex);

        assertThat(with(List.of(older)).digest()).isNotEqualTo(base);
        assertThat(with(List.of(renamed)).digest()).isNotEqualTo(base);
        assertThat(with(List.of()).digest()).isNotEqualTo(base);
    }

    @Test
    void theDigestDoesNotChangeWithAnythingElse() {
        Digest base = extract(List.of(ANNA, BERT)).digest();
        DataCut wider = DataCut.indexed(JANUARY.minusSeconds(1), MARCH)
                .asOf(Instant.parse("2021-12-01T00:00:00Z"))
                .allowingHindsight();
        Extraction<Visit> elsewhere = new Extraction<>(
                Plans.standard().useCase(),
                new CohortSource<>() {
                    @Override
                    public String name() {
                        return "another name";
                    }

                    @Override
                    public Optional<Digest> read(DataCut cut, Consumer<? super Visit> rows) {
                        rows.accept(ANNA.withAt(MARCH));
                        rows.accept(ANNA);
                        rows.accept(BERT);
                        return Optional.of(Digest.of("bytes"));
                    }
                },
                Plans.features(),
                Visit::outcome,
                List.of(Plans.BY_SEX));

        assertThat(elsewhere.extract(wider, Ward.PSEUDONYMS).digest())
                .as("source, its digest, rows outside of the cut, the cut itself")
                .isEqualTo(base);
    }

    @Test
    void theSameMissingValueHasOneDigest() {
        double otherNaN = Double.longBitsToDouble(0x7ff8000000000001L);

        assertThat(extract(List.of(ANNA, BERT.withLactate(otherNaN))).digest())
                .isEqualTo(extract(List.of(ANNA, BERT)).digest());
    }

    @Test
    void pseudonymsDifferByKeyAndPatientAndNothingElse() {
        Pseudonyms others = Pseudonyms.hmacSha256("another key of the same length!!".getBytes(StandardCharsets.UTF_8));

        String anna = Ward.PSEUDONYMS.of("anna");
        assertThat(anna).hasSize(32).isEqualTo(Ward.PSEUDONYMS.of("anna")).doesNotContain("anna");
        assertThat(Ward.PSEUDONYMS.of("bert")).isNotEqualTo(anna);
        assertThat(others.of("anna")).isNotEqualTo(anna);
        assertThat(extract(List.of(ANNA, BERT)).patient(0)).isEqualTo(anna);
    }

    @Test
    void aPseudonymIsTheFirstHalfOfItsHmac() {
        // Oracle: Python 3 hmac.new(b"0123456789abcdef", b"anna", "sha256").hexdigest()[:32]
        assertThat(Pseudonyms.hmacSha256("0123456789abcdef".getBytes(StandardCharsets.UTF_8))
                        .of("anna"))
                .isEqualTo("b7a04172e11eaea238a11b25b8cf06e7");
    }

    @Test
    void aKeyIsCopiedAndMustHaveSixteenBytes() {
        byte[] key = "0123456789abcdef".getBytes(StandardCharsets.UTF_8);
        Pseudonyms pseudonyms = Pseudonyms.hmacSha256(key);
        String before = pseudonyms.of("anna");
        key[0] = 0;

        assertThat(pseudonyms.of("anna")).isEqualTo(before);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pseudonyms.hmacSha256(new byte[15]))
                .withMessageContaining("at least 16 bytes, had 15");
    }

    @Test
    void aCohortCannotBeChangedThroughWhatItGives() {
        List<Visit> visits = new ArrayList<>(List.of(ANNA, BERT));
        Cohort<Visit> cohort = extract(visits);
        visits.clear();

        assertThat(cohort.size()).isEqualTo(2);
        assertThatThrownBy(() -> cohort.subgroups().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    private static Cohort<Visit> extract(List<Visit> visits) {
        return extract(visits, CUT);
    }

    private static Cohort<Visit> extract(List<Visit> visits, DataCut cut) {
        return Extraction.of(Plans.with(parts -> parts.source = CohortSource.of("visits", visits)))
                .extract(cut, Ward.PSEUDONYMS);
    }

    private static Cohort<Visit> with(List<Subgroup<Visit>> subgroups) {
        return new Extraction<>(
                        Plans.standard().useCase(),
                        CohortSource.of("visits", List.of(ANNA, BERT)),
                        Plans.features(),
                        Visit::outcome,
                        subgroups)
                .extract(CUT, Ward.PSEUDONYMS);
    }
}
