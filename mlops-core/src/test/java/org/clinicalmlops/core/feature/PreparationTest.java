package org.clinicalmlops.core.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.feature.FeatureTable;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.train.PointsTable;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.Visit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreparationTest {
    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource({
        "one,             '7',          7",
        "odd,             '9 1 4',      4",
        "even,            '1 9 4 6',    5",
        "some missing,    '- 3 - 1 2',  2",
        "negative,        '-5 -1',      -3",
        "no overflow,     '1e308 1.5e308', 1.25e308"
    })
    void aMissingNumberBecomesTheTrainingMedian(String name, String lactates, double median) {
        Preparation preparation = fit(rows(lactates));

        assertThat(prepared(preparation, 70, Double.NaN, 0)[1]).isEqualTo(median);
        assertThat(prepared(preparation, 70, 3.5, 0)[1]).isEqualTo(3.5);
    }

    @Test
    void onlyAFeatureThatMayBeMissingSaysWhetherItWas() {
        Preparation preparation = fit(rows("1 2 3"));

        assertThat(preparation.names()).containsExactly("age", "lactate", "lactate missing", "sex M");
        assertThat(prepared(preparation, Double.NaN, Double.NaN, 0)).containsExactly(70, 2, 1, 0);
        assertThat(prepared(preparation, 50, 2.5, 0)).containsExactly(50, 2.5, 0, 0);
    }

    @Test
    void aMissingOrUnseenCategoryCountsAsTheCommonestOne() {
        List<Visit> mostlyMale = new ArrayList<>(rows("1 2 3 4"));
        mostlyMale.replaceAll(v -> v.withSex("M"));
        mostlyMale.set(0, mostlyMale.get(0).withSex("F"));
        Preparation preparation = fit(mostlyMale);

        assertThat(prepared(preparation, 70, 1, 0)[3]).as("F").isEqualTo(0);
        assertThat(prepared(preparation, 70, 1, 1)[3]).as("M").isEqualTo(1);
        assertThat(prepared(preparation, 70, 1, Double.NaN)[3]).as("missing").isEqualTo(1);
        assertThat(prepared(preparation, 70, 1, Levels.UNSEEN)[3]).as("unseen").isEqualTo(1);
    }

    @Test
    void ofTwoEquallyCommonCategoriesTheFirstByNameStandsIn() {
        Preparation preparation = fit(rows("1 2"));

        assertThat(prepared(preparation, 70, 1, Double.NaN)[3]).isEqualTo(0);
    }

    @Test
    void categoriesBecomeOneColumnALevelWithoutTheFirst() {
        List<Visit> visits = new ArrayList<>(rows("1 2 3"));
        visits.set(0, visits.get(0).withSex("X"));
        visits.set(1, visits.get(1).withSex("M"));
        Preparation preparation = fit(visits);

        assertThat(preparation.names()).containsExactly("age", "lactate", "lactate missing", "sex M", "sex X");
        assertThat(prepared(preparation, 70, 1, 2)).endsWith(0, 1);
    }

    @Test
    void aSingleCategoryBecomesOneConstantColumn() {
        List<Visit> visits = new ArrayList<>(rows("1 2 3"));
        visits.replaceAll(v -> v.withSex("F"));
        Preparation preparation = fit(visits);

        assertThat(preparation.names()).endsWith("sex F");
        for (double code : new double[] {0, Levels.UNSEEN, Double.NaN}) {
            assertThat(prepared(preparation, 70, 1, code)[3]).isEqualTo(1);
        }
    }

    @Test
    void aFeatureWithoutAnyTrainingValueIsNamed() {
        List<Visit> visits = rows("- -");
        List<Visit> sexless = new ArrayList<>(rows("1 2"));
        sexless.replaceAll(v -> v.withSex(null));

        assertThatThrownBy(() -> fit(visits))
                .isInstanceOf(MlopsException.class)
                .hasMessage("feature 'lactate' has no value in any of 2 training rows");
        assertThatThrownBy(() -> fit(sexless))
                .isInstanceOf(MlopsException.class)
                .hasMessageContaining("feature 'sex' has no value");
    }

    @Test
    void aModelMadeElsewhereReadsValuesAsTheyAreAndMissingStaysMissing() {
        var score = PointsTable.of("score")
                .atLeast("lactate", "mmol/L", 2, 1)
                .level("sex", "M", 1)
                .risks(0.1, 0.2, 0.3);
        Levels levels = Levels.of(List.of(List.of(), List.of("F", "M")));
        Preparation preparation = Preparation.asGiven(score, levels);

        assertThat(preparation.names()).containsExactly("lactate", "sex M");
        assertThat(columns(preparation, 2.5, 1)).containsExactly(2.5, 1);
        assertThat(columns(preparation, Double.NaN, 0)).containsExactly(Double.NaN, 0);
        assertThat(columns(preparation, 1, Double.NaN)).containsExactly(1, Double.NaN);
        assertThat(columns(preparation, 1, Levels.UNSEEN))
                .as("another category than M")
                .containsExactly(1, 0);
    }

    @Test
    void manyRowsArePreparedAsEachAlone() {
        List<Visit> visits = Visit.daily(50, 3);
        FeatureTable table = FeatureTable.read(Plans.features(), visits);
        Preparation preparation = Preparation.fit(table, table.levels());

        double[][] all = preparation.prepare(table, table.levels());

        for (int i = 0; i < visits.size(); i++) {
            double[] coded = {
                table.coded(i, 0, table.levels()), table.coded(i, 1, table.levels()), table.coded(i, 2, table.levels())
            };
            assertThat(all[i]).containsExactly(columns(preparation, coded));
        }
    }

    @Test
    void aPreparationNeedsAColumn() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Preparation(List.of()));
    }

    /** Visits of patients aged 70, women and men in turn, with these lactates. */
    private static List<Visit> rows(String lactates) {
        List<Visit> visits = new ArrayList<>();
        for (String lactate : lactates.strip().split("\\s+")) {
            visits.add(Visit.of(
                    "P" + visits.size(),
                    Visit.FIRST,
                    70,
                    lactate.equals("-") ? null : Double.valueOf(lactate),
                    visits.size() % 2 == 0 ? "F" : "M",
                    true));
        }
        return visits;
    }

    private static Preparation fit(List<Visit> visits) {
        FeatureSet<Visit> features = Plans.features();
        FeatureTable table = FeatureTable.read(features, visits);
        return Preparation.fit(table, table.levels());
    }

    private static double[] prepared(Preparation preparation, double age, double lactate, double sex) {
        return columns(preparation, age, lactate, sex);
    }

    private static double[] columns(Preparation preparation, double... coded) {
        double[] prepared = new double[preparation.size()];
        preparation.prepare(coded, prepared);
        return prepared;
    }
}
