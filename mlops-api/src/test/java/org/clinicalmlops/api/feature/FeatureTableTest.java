package org.clinicalmlops.api.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.samples.SamplePlan;
import org.clinicalmlops.api.samples.Visit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureTableTest {
    private static final int AGE = 0;
    private static final int LACTATE = 1;
    private static final int WARD = 2;
    private static final FeatureTable TABLE = FeatureTable.read(
            SamplePlan.FEATURES,
            List.of(Visit.of(50, 1.5, "icu"), Visit.of(Double.NaN, null, null), Visit.of(70, Double.NaN, "er")));

    @Test
    void numbersAndTextsAreReadAsTheHostReadsThem() {
        assertThat(TABLE.rows()).isEqualTo(3);
        assertThat(TABLE.schema()).isEqualTo(SamplePlan.FEATURES.schema());
        assertThat(TABLE.number(0, AGE)).isEqualTo(50);
        assertThat(TABLE.number(0, LACTATE)).isEqualTo(1.5);
        assertThat(TABLE.number(0, WARD)).isNaN();
        assertThat(TABLE.text(0, WARD)).isEqualTo("icu");
        assertThat(TABLE.text(0, AGE)).isNull();
        assertThat(TABLE.number(1, LACTATE)).isNaN();
    }

    @ParameterizedTest(name = "row {0}: age {1}, lactate {2}, ward {3}")
    @CsvSource({"0, false, false, false", "1, true, true, true", "2, false, true, false"})
    void nullAndNanAreMissing(int row, boolean age, boolean lactate, boolean ward) {
        assertThat(TABLE.missing(row, AGE)).isEqualTo(age);
        assertThat(TABLE.missing(row, LACTATE)).isEqualTo(lactate);
        assertThat(TABLE.missing(row, WARD)).isEqualTo(ward);
    }

    @Test
    void rowsAreTakenInTheOrderOfTheirPositions() {
        FeatureTable some = TABLE.rows(new int[] {2, 0, 0});

        assertThat(some.rows()).isEqualTo(3);
        assertThat(some.schema()).isEqualTo(TABLE.schema());
        assertThat(new double[] {some.number(0, AGE), some.number(1, AGE), some.number(2, AGE)})
                .containsExactly(70, 50, 50);
        assertThat(Arrays.asList(some.text(0, WARD), some.text(1, WARD), some.text(2, WARD)))
                .containsExactly("er", "icu", "icu");
        assertThat(TABLE.rows(new int[0]).rows()).isZero();
    }

    @Test
    void levelsAreWhatOccursSortedByName() {
        Levels levels = TABLE.levels();

        assertThat(levels.size()).isEqualTo(3);
        assertThat(levels.of(AGE)).isEmpty();
        assertThat(levels.of(WARD)).containsExactly("er", "icu");
        assertThat(TABLE.rows(new int[] {0}).levels().of(WARD)).containsExactly("icu");
    }

    @Test
    void aCategoryIsCodedAndANumberIsNot() {
        Levels seenInTraining = Levels.of(List.of(List.of(), List.of(), List.of("icu")));

        assertThat(TABLE.coded(0, AGE, seenInTraining)).isEqualTo(50);
        assertThat(TABLE.coded(0, WARD, seenInTraining)).isZero();
        assertThat(TABLE.coded(1, WARD, seenInTraining)).isNaN();
        assertThat(TABLE.coded(2, WARD, seenInTraining)).isEqualTo(Levels.UNSEEN);
    }

    @Test
    void codesAreThePositionsOfTheLevels() {
        Levels levels = Levels.of(List.of(List.of("b", "a"), List.of()));

        assertThat(levels.code(0, "b")).isZero();
        assertThat(levels.code(0, "a")).isEqualTo(1);
        assertThat(levels.code(0, "c")).isEqualTo(Levels.UNSEEN);
        assertThat(levels.code(0, "")).isEqualTo(Levels.UNSEEN);
        assertThat(levels.code(0, null)).isNaN();
        assertThat(levels.code(1, "a")).isEqualTo(Levels.UNSEEN);
        assertThat(levels.declaration().json())
                .isEqualTo("{\"features\":2,\"is\":\"levels\",\"levels.0\":[\"b\",\"a\"],\"levels.1\":[]}");
    }

    @Test
    void aFunctionThatFailsIsNamedWithItsRowButNotTheValue() {
        FeatureSet<Visit> failing = SamplePlan.FEATURES.numeric("secret", "1", visit -> {
            if (visit.age() > 60) {
                throw new IllegalStateException("John Doe, 70");
            }
            return 0;
        });
        List<Visit> rows = new ArrayList<>(List.of(Visit.of(50, 1.5, "icu"), Visit.of(70, 1.5, "icu")));

        assertThatExceptionOfType(MlopsException.class)
                .isThrownBy(() -> FeatureTable.read(failing, rows))
                .withMessage("feature 'secret' could not be read in row 2: IllegalStateException")
                .withNoCause();
    }

    @Test
    void aRevisionKeepsHowAFeatureIsRead() {
        FeatureSet<Visit> revised = SamplePlan.FEATURES.revision("ward", 3);

        assertThat(revised.schema().feature(WARD))
                .isEqualTo(new FeatureSpec("ward", FeatureSpec.Kind.CATEGORICAL, "1", 3));
        assertThat(revised.text(WARD, Visit.of(50, null, "icu"))).isEqualTo("icu");
        assertThat(revised.patientOf(Visit.of(50, null, "icu"))).isEqualTo("made-up");
        assertThat(revised.indexOf(Visit.of(50, null, "icu"))).isEqualTo(Visit.NEW_YEAR);
        assertThat(SamplePlan.FEATURES.schema().feature(WARD).revision()).isEqualTo(1);
    }
}
