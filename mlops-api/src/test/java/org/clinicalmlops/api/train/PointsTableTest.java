package org.clinicalmlops.api.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.feature.FeatureSpec.Kind;
import org.clinicalmlops.api.train.GivenModel.Input;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PointsTableTest {
    private static final GivenModel<Risk> SCORE = PointsTable.of("made-up score")
            .atLeast("age", "a", 50, 1)
            .atLeast("age", "a", 65, 1)
            .above("urea", "mmol/L", 7, 1)
            .level("ward", "icu", 2)
            .level("ward", "er", 1)
            .risks(0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.5);

    @Test
    void eachFeatureIsAnInputOnceAndEachLevelAColumn() {
        assertThat(SCORE.name()).isEqualTo("made-up score");
        assertThat(SCORE.inputs().features())
                .containsExactly(
                        new FeatureSpec("age", Kind.NUMERIC, "a", 1),
                        new FeatureSpec("urea", Kind.NUMERIC, "mmol/L", 1),
                        new FeatureSpec("ward", Kind.CATEGORICAL, "1", 1));
        assertThat(SCORE.columns())
                .containsExactly(
                        new Input("age", ""), new Input("urea", ""), new Input("ward", "icu"), new Input("ward", "er"));
    }

    @Test
    void theFormHasTheRulesInTheOrderOfTheTable() {
        PointsForm form = (PointsForm) SCORE.form();

        assertThat(form.columns()).isEqualTo(4);
        assertThat(form.rules())
                .containsExactly(
                        new PointsForm.Rule(0, 50, true, 1),
                        new PointsForm.Rule(0, 65, true, 1),
                        new PointsForm.Rule(1, 7, false, 1),
                        new PointsForm.Rule(2, 1, true, 2),
                        new PointsForm.Rule(3, 1, true, 1));
        assertThat(form.totals()).isEqualTo(7);
        assertThat(form.risk(0)).isEqualTo(0.01);
        assertThat(form.risk(6)).isEqualTo(0.5);
    }

    @ParameterizedTest(name = "{0}: at least {1}, above {2}")
    @CsvSource({
        "64.99999999999999, false, false",
        "65,                true,  false",
        "65.00000000000001, true,  true",
        "Infinity,          true,  true",
        "NaN,               false, false"
    })
    void aRuleIsEarnedAtOrAboveItsThreshold(double value, boolean atLeast, boolean above) {
        assertThat(new PointsForm.Rule(0, 65, true, 1).earnedBy(value)).isEqualTo(atLeast);
        assertThat(new PointsForm.Rule(0, 65, false, 1).earnedBy(value)).isEqualTo(above);
    }

    @ParameterizedTest(name = "{0}: at most {1}, below {2}")
    @CsvSource({
        "89.99999999999999, true,  true",
        "90,                true,  false",
        "90.00000000000001, false, false",
        "-Infinity,         true,  true",
        "NaN,               false, false"
    })
    void aRuleIsEarnedAtOrBelowItsThreshold(double value, boolean atMost, boolean below) {
        PointsForm form = (PointsForm) PointsTable.of("low pressure")
                .atMost("systolic", "mm[Hg]", 90, 1)
                .below("systolic", "mm[Hg]", 90, 1)
                .risks(0.1, 0.2, 0.3)
                .form();

        assertThat(form.rules().get(0).earnedBy(value)).isEqualTo(atMost);
        assertThat(form.rules().get(1).earnedBy(value)).isEqualTo(below);
        assertThat(form.declaration().json()).contains("\"below\":true");
    }

    @Test
    void aTableCanBeBranched() {
        PointsTable trunk = PointsTable.of("score").atLeast("age", "a", 50, 1);

        GivenModel<Risk> one = trunk.atLeast("urea", "mmol/L", 7, 1).risks(0.1, 0.2, 0.3);
        GivenModel<Risk> other = trunk.risks(0.1, 0.2);

        assertThat(one.columns()).hasSize(2);
        assertThat(other.columns()).isEqualTo(List.of(new Input("age", "")));
    }
}
