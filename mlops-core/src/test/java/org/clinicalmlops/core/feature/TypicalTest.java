package org.clinicalmlops.core.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.clinicalmlops.api.feature.FeatureTable;
import org.clinicalmlops.api.feature.Levels;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.Visit;
import org.junit.jupiter.api.Test;

class TypicalTest {
    private static final Schema SCHEMA = Plans.features().schema();
    private static final Levels LEVELS = Levels.of(List.of(List.of(), List.of(), List.of("F", "M", "X")));

    private static Visit visit(double age, Double lactate, String sex) {
        return Visit.of("p", Visit.FIRST, age, lactate, sex, false);
    }

    private static Typical of(Visit... visits) {
        return Typical.of(FeatureTable.read(Plans.features(), List.of(visits)));
    }

    /** Oracle: by hand. */
    @Test
    void itIsTheMedianOrTheCommonestOfTheRowsThatHaveAValue() {
        Typical typical = of(visit(50, null, "M"), visit(60, 1.5, "M"), visit(80, 4.0, null), visit(90, null, "F"));

        assertThat(typical.facts().asMap())
                .isEqualTo(Map.of("typical.age", "70", "typical.lactate", "2.75", "typical.sex", "=M"));
        assertThat(typical.coded(SCHEMA.feature(0), LEVELS, 0)).hasValue(70);
        assertThat(typical.coded(SCHEMA.feature(1), LEVELS, 1)).hasValue(2.75);
        assertThat(typical.coded(SCHEMA.feature(2), LEVELS, 2)).hasValue(1);
    }

    @Test
    void whatIsTypicalOfAModelsTrainingRowsIsWhatStandsInThere() {
        FeatureTable table = FeatureTable.read(Plans.features(), Visit.daily(101, 3));
        Preparation preparation = Preparation.fit(table, table.levels());
        Typical typical = Typical.of(table);
        for (int f = 0; f < SCHEMA.size(); f++) {
            assertThat(typical.coded(SCHEMA.feature(f), table.levels(), f)).isEqualTo(preparation.standIn(f));
        }
    }

    @Test
    void itIsReadBackFromFactsAmongOthers() {
        Typical typical = of(visit(50.25, 0.1, "F"));

        Typical read = Typical.read(typical.facts().with("model", "typical."));

        assertThat(read.facts()).isEqualTo(typical.facts());
    }

    @Test
    void whatNoRowHasIsTypicallyMissing() {
        Typical typical = of(visit(Double.NaN, null, null));

        assertThat(typical.facts().asMap().values()).containsExactly("missing", "missing", "missing");
        for (int f = 0; f < SCHEMA.size(); f++) {
            assertThat(typical.coded(SCHEMA.feature(f), LEVELS, f)).hasValue(Double.NaN);
        }
    }

    @Test
    void whatIsNotKnownIsEmpty() {
        assertThat(of(visit(Double.POSITIVE_INFINITY, 1.0, "F")).facts().asMap())
                .containsOnlyKeys("typical.lactate", "typical.sex");
        Typical odd = Typical.read(
                Facts.of("typical.age", "=F").with("typical.lactate", "much").with("typical.sex", "F"));
        for (int f = 0; f < SCHEMA.size(); f++) {
            assertThat(odd.coded(SCHEMA.feature(f), LEVELS, f)).isEmpty();
            assertThat(Typical.NONE.coded(SCHEMA.feature(f), LEVELS, f)).isEmpty();
        }
    }

    /** As a category that is common at a hospital and unknown to a bought model. */
    @Test
    void aCategoryThatTheModelDoesNotKnowIsUnseen() {
        assertThat(of(visit(50, 1.0, "D")).coded(SCHEMA.feature(2), LEVELS, 2)).hasValue(Levels.UNSEEN);
    }
}
