package org.clinicalmlops.core.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.learn.ModelDescription;
import org.clinicalmlops.api.serve.Serving;
import org.clinicalmlops.api.serve.SilentTrial;
import org.clinicalmlops.api.train.LinearForm;
import org.clinicalmlops.api.train.ModelForm;
import org.clinicalmlops.api.train.PointsForm;
import org.clinicalmlops.api.train.TreesForm;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.core.data.Cohort;
import org.clinicalmlops.core.feature.Preparation;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.model.ModelArtifact;
import org.clinicalmlops.core.model.Recalibration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelDescriptionsTest {
    private static final Cohort<Visit> COHORT = Plans.cohort(Visit.daily(60, 2));
    private static final Serving<Risk> SERVING = Serving.after(
                    SilentTrial.lasting(Duration.ofDays(14)).endedBy(Role.CLINICAL_LEAD))
            .actingAbove(0.3);

    static Stream<ModelForm> forms() {
        return Stream.of(
                LinearForm.of(-4.7, new double[] {0.061, 0.33, -0.1, 0.2}),
                TreesForm.of(
                        4,
                        List.of(TreesForm.Tree.of(
                                1,
                                new int[] {0, -1, -1},
                                new double[] {65, 0, 0},
                                new int[] {1, 0, 0},
                                new int[] {2, 0, 0},
                                new double[] {0, 0.1, 0.4}))),
                PointsForm.of(4, List.of(new PointsForm.Rule(0, 65, true, 1)), new double[] {0.1, 0.4}));
    }

    private static ModelArtifact artifact(ModelForm form, Recalibration recalibration) {
        return ModelArtifact.of(
                Plans.features(),
                COHORT.features().schema(),
                COHORT.features().levels(),
                Preparation.fit(COHORT.features(), COHORT.features().levels()),
                form,
                recalibration);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void everythingThatAPlanJudgesIsTheArtifacts(ModelForm form) {
        ModelArtifact model = artifact(form, new Recalibration(0.1, 0.9));
        ModelDescription described = ModelDescriptions.of(model, SERVING);

        assertThat(described.model()).isEqualTo(model.digest());
        assertThat(described.schema()).isEqualTo(model.schema());
        assertThat(described.preparation())
                .isEqualTo(model.preparation().declaration().digest());
        assertThat(described.form()).isSameAs(form);
        assertThat(described.intercept()).isEqualTo(0.1);
        assertThat(described.slope()).isEqualTo(0.9);
        assertThat(described.threshold()).hasValue(0.3);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void aNewRecalibrationIsAllThatDiffers(ModelForm form) {
        ModelArtifact model = artifact(form, Recalibration.NONE);
        ModelArtifact again = model.with(model.recalibration().then(-1, 1));
        ModelDescription before = ModelDescriptions.of(model, SERVING);
        ModelDescription after = ModelDescriptions.of(again, SERVING);

        assertThat(after.model()).isNotEqualTo(before.model());
        assertThat(after.form()).isSameAs(before.form());
        assertThat(after.preparation()).isEqualTo(before.preparation());
        assertThat(after.intercept()).isEqualTo(-1);
    }

    @Test
    void oneRecalibrationAfterAnotherIsOne() {
        Recalibration both = new Recalibration(0.5, 0.8).then(-1, 2);

        assertThat(both).isEqualTo(new Recalibration(0, 1.6));
    }
}
