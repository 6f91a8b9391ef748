package org.clinicalmlops.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.train.Binding;
import org.clinicalmlops.api.train.LinearForm;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.Visit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BindingTest {
    private static final LinearForm FORM = LinearForm.of(-5, new double[] {0.05, 0.4, 0.1, 0.2});
    private static final ModelArtifact UNPROBED = Models.of(FORM, Recalibration.NONE);
    private static final ModelArtifact PROBED =
            Models.of(Plans.features().probes(Models.PROBES), FORM, Recalibration.NONE);

    private static FeatureSet<Visit> features() {
        return FeatureSet.of(Visit.class).patient(Visit::patient).indexedAt(Visit::at);
    }

    static Stream<Arguments> others() {
        FeatureSet<Visit> base = features();
        return Stream.of(
                Arguments.of(
                        "a missing name",
                        base.numeric("age", "a", Visit::age).categorical("sex", Visit::sex),
                        "feature 'lactate': presence is absent, the model was fitted with present"),
                Arguments.of(
                        "another kind",
                        base.numeric("age", "a", Visit::age)
                                .numeric("lactate", "mmol/L", v -> 1)
                                .categorical("sex", Visit::sex),
                        "feature 'lactate': kind is NUMERIC, the model was fitted with NUMERIC_OR_NULL"),
                Arguments.of(
                        "another unit",
                        base.numeric("age", "mo", Visit::age)
                                .numericOrNull("lactate", "mmol/L", Visit::lactate)
                                .categorical("sex", Visit::sex),
                        "feature 'age': unit is mo, the model was fitted with a"),
                Arguments.of(
                        "another revision",
                        Plans.features().revision("sex", 2),
                        "feature 'sex': revision is 2, the model was fitted with 1"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("others")
    void anotherFeatureSetIsRefusedAndTheDifferenceNamed(String name, FeatureSet<Visit> features, String difference) {
        assertThat(differences(UNPROBED.bind(features))).containsExactly(difference);
    }

    @Test
    void everyDifferenceIsNamedAtOnce() {
        FeatureSet<Visit> other = features().numeric("age", "mo", Visit::age).categorical("lactate", Visit::sex);

        assertThat(differences(UNPROBED.bind(other)))
                .containsExactly(
                        "feature 'age': unit is mo, the model was fitted with a",
                        "feature 'lactate': kind is CATEGORICAL, the model was fitted with NUMERIC_OR_NULL",
                        "feature 'lactate': unit is 1, the model was fitted with mmol/L",
                        "feature 'sex': presence is absent, the model was fitted with present");
    }

    @Test
    void theModelsOrderWinsAndOtherFeaturesAreIgnoredAndListed() {
        FeatureSet<Visit> reordered = features()
                .categorical("ward", v -> "A")
                .categorical("sex", Visit::sex)
                .numericOrNull("lactate", "mmol/L", Visit::lactate)
                .numeric("pulse", "/min", v -> 80)
                .numeric("age", "a", Visit::age);

        Binding.Bound<Visit, Risk> bound = bound(UNPROBED.bind(reordered));
        Binding.Bound<Visit, Risk> usual = bound(UNPROBED.bind(Plans.features()));

        assertThat(bound.ignored()).containsExactly("ward", "pulse");
        assertThat(usual.ignored()).isEmpty();
        for (Visit visit : Models.VISITS) {
            assertThat(bound.scorer().score(visit)).isEqualTo(usual.scorer().score(visit));
        }
    }

    @Test
    void withoutProbesOnEitherSideNothingWasCompared() {
        assertThat(bound(UNPROBED.bind(Plans.features())).probed()).isFalse();
        assertThat(bound(UNPROBED.bind(Plans.features().probes(Models.PROBES))).probed())
                .isFalse();
        assertThat(bound(PROBED.bind(Plans.features())).probed()).isFalse();
        assertThat(bound(PROBED.bind(Plans.features().probes(Models.PROBES))).probed())
                .isTrue();
    }

    @Test
    void probesAreStillComparedAfterTheModelWasReadBack() {
        ModelArtifact read = ArtifactReader.read(PROBED.json(), PROBED.digest());

        assertThat(bound(read.bind(Plans.features().probes(Models.PROBES))).probed())
                .isTrue();
    }

    @Test
    void codeThatReadsAProbeDifferentlyByOneBitIsRefused() {
        FeatureSet<Visit> changed = features()
                .numeric("age", "a", v -> Math.nextUp(v.age()))
                .numericOrNull("lactate", "mmol/L", v -> v.lactate() == null ? Double.valueOf(0) : v.lactate())
                .categorical("sex", v -> v.sex() == null ? null : v.sex().toLowerCase(Locale.ROOT))
                .probes(Models.PROBES);

        assertThat(differences(PROBED.bind(changed)))
                .containsExactly(
                        "feature 'age': value of probe 1 is 71.30000000000001, the model was fitted with 71.3",
                        "feature 'sex': value of probe 1 is =f, the model was fitted with =F",
                        "feature 'age': value of probe 2 is 40.00000000000001, the model was fitted with 40",
                        "feature 'lactate': value of probe 2 is 0, the model was fitted with missing",
                        "feature 'sex': value of probe 2 is =x, the model was fitted with =X");
    }

    @Test
    void anotherNumberOfProbesIsRefused() {
        assertThat(differences(PROBED.bind(Plans.features().probes(Models.PROBES.subList(0, 1)))))
                .containsExactly("feature '*': number of probes is 1, the model was fitted with 2");
    }

    @Test
    void aFeatureThatCannotReadAProbeIsNamed() {
        FeatureSet<Visit> failing = features()
                .numeric("age", "a", v -> {
                    throw new IllegalStateException("secret");
                })
                .numericOrNull("lactate", "mmol/L", Visit::lactate)
                .categorical("sex", Visit::sex)
                .probes(Models.PROBES);

        assertThatThrownBy(() -> PROBED.bind(failing))
                .isInstanceOf(MlopsException.class)
                .hasMessage("feature 'age' could not be read from probe 1: IllegalStateException");
    }

    @Test
    void anUnseenCategoryAndAMissingValueAreAnswered() {
        var scorer = bound(UNPROBED.bind(Plans.features())).scorer();
        Visit visit = Models.VISITS.get(0);

        assertThat(scorer.score(visit.withSex("X"))).isPresent();
        assertThat(scorer.score(visit.withSex(null))).isPresent();
        assertThat(scorer.score(visit.withLactate(null))).isPresent();
    }

    @Test
    void whatTheModelDoesNotDefineIsNoAnswer() {
        var scorer = bound(GivenModels.lactateScore().bind(Plans.features())).scorer();

        assertThat(scorer.score(Models.VISITS.get(0).withLactate(null))).isEmpty();
        assertThat(scorer.score(Models.VISITS.get(0).withLactate(2.0))).isEqualTo(Optional.of(new Risk(0.4)));
    }

    private static Binding.Bound<Visit, Risk> bound(Binding<Visit, Risk> binding) {
        return binding.fold(bound -> bound, refused -> {
            throw new AssertionError(refused.differences());
        });
    }

    private static List<String> differences(Binding<Visit, Risk> binding) {
        return binding.fold(
                bound -> List.of(),
                refused -> refused.differences().stream()
                        .map(Binding.Difference::toString)
                        .toList());
    }
}
