package org.clinicalmlops.core.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.api.train.Binding;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.clinicalmlops.core.model.BoundModel;
import org.clinicalmlops.core.model.ModelArtifact;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private static final Visit PROBE = Visit.of("made up", Visit.FIRST, 70, 2.0, "F", true);

    private static FeatureSet<Visit> features(AtomicInteger read, boolean fails) {
        return FeatureSet.of(Visit.class)
                .patient(Visit::patient)
                .indexedAt(Visit::at)
                .numeric("age", "a", visit -> {
                    if (read.incrementAndGet() > 2_000 && fails) {
                        throw new IllegalStateException("the host's function fails");
                    }
                    return visit.age();
                })
                .numericOrNull("lactate", "mmol/L", Visit::lactate)
                .categorical("sex", Visit::sex);
    }

    private static int warmed(ModelArtifact artifact, FeatureSet<Visit> features) {
        BoundModel<Visit> bound = (BoundModel<Visit>) ((Binding.Bound<Visit, Risk>) artifact.bind(features)).scorer();
        return WarmUp.of(bound, new PredictionFacts(artifact.schema(), artifact.levels()));
    }

    @Test
    void aVersionIsScoredAsOftenAsTheCompilerNeeds() {
        AtomicInteger read = new AtomicInteger();
        try (Ward ward = new Ward()) {
            ModelArtifact artifact =
                    (ModelArtifact) ward.approved(Plans.standard()).candidate().artifact();

            assertThat(warmed(artifact, features(read, false))).isEqualTo(WarmUp.SCORINGS);
            assertThat(read)
                    .as("without probes no function of the host is called")
                    .hasValue(0);
            warmed(artifact, features(read, false).probes(List.of(PROBE)));
            assertThat(read.get()).isEqualTo(WarmUp.READINGS);
        }
    }

    @Test
    void aFunctionOfTheHostThatFailsEndsItAndIsLeftForARealRow() {
        try (Ward ward = new Ward()) {
            ModelArtifact artifact =
                    (ModelArtifact) ward.approved(Plans.standard()).candidate().artifact();
            AtomicInteger read = new AtomicInteger(2_000);

            assertThat(warmed(artifact, features(read, true).probes(List.of(PROBE))))
                    .isZero();
        }
    }

    /** Before the version answers, and seen by nobody. */
    @Test
    void itIsDoneWhenAVersionComesAndLeavesNoTrace() {
        AtomicInteger read = new AtomicInteger();
        try (Ward ward = new Ward()) {
            var plan =
                    Plans.with(parts -> parts.features = features(read, false).probes(List.of(PROBE)));
            var approved = ward.approved(plan);
            int before = read.get();

            Deployment<Visit, Risk> deployment = ward.workspace.deploy(approved);

            assertThat(read.get() - before).isGreaterThanOrEqualTo(WarmUp.READINGS);
            assertThat(ward.recorded(EntryKind.PREDICTED, EntryKind.ABSTAINED)).isEmpty();
            assertThat(ward.engine.last().observed()).isEmpty();
            assertThat(deployment.health().predictions()).isZero();
            int warm = read.get();
            assertThat(deployment.predict(ward.visits(1).get(0))).isInstanceOf(Prediction.Silent.class);
            assertThat(read.get() - warm).as("one row is read once").isEqualTo(1);
        }
    }
}
