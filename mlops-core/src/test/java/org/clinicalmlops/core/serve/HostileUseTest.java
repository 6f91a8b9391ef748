package org.clinicalmlops.core.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.feature.FeatureSpec;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.Verification;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.api.train.GivenModel;
import org.clinicalmlops.api.train.LinearForm;
import org.clinicalmlops.api.train.Train;
import org.clinicalmlops.api.validate.GatePolicy;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.clinicalmlops.metrics.Metrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What no host means to do, and some host does. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileUseTest {
    private static final Visit VISIT = Visit.of("anna", Instant.parse("2022-07-20T10:00:00Z"), 71.5, 3.2, "F", true);
    private static final int WIDE = 10_000;

    /** Calls are entries: what was answered is on record, and what is on record was answered. */
    @Test
    void aWorkspaceIsClosedWhileFourThreadsPredict() {
        Ward ward = new Ward();
        Deployment<Visit, Risk> live = ward.live(Plans.standard());
        Set<String> answered = ConcurrentHashMap.newKeySet();
        AtomicBoolean refused = new AtomicBoolean();
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(CompletableFuture.runAsync(() -> {
                boolean open = true;
                while (open) {
                    open = live.predict(VISIT).fold(answer -> answered.add(answer.id()), silent -> false, abstained -> {
                        assertThat(abstained.reason()).isIn(Abstention.CLOSED, Abstention.NOT_RECORDED);
                        refused.set(true);
                        return abstained.reason() != Abstention.CLOSED;
                    });
                }
            }));
        }
        while (answered.size() < 2_000) {
            Thread.onSpinWait();
        }
        ward.workspace.close();
        threads.forEach(CompletableFuture::join);

        assertThat(refused).isTrue();
        assertThat(Ward.recorded(ward.ledger, EntryKind.PREDICTED).stream()
                        .map(row -> row.facts())
                        .filter(row -> row.says("mode", "live"))
                        .map(row -> row.required("prediction"))
                        .toList())
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(answered);
    }

    @Test
    void aClockThatGoesBackChangesNoAnswerAndLeavesNoNonsense() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(Plans.standard());
            Prediction.Answered<Risk> before = (Prediction.Answered<Risk>) live.predict(VISIT);
            ward.clock.advance(Duration.ofHours(-30));
            Prediction.Answered<Risk> after = (Prediction.Answered<Risk>) live.predict(VISIT);
            ward.clock.advance(Duration.ofDays(400));
            Prediction.Answered<Risk> later = (Prediction.Answered<Risk>) live.predict(VISIT);

            assertThat(List.of(after.output(), later.output())).containsOnly(before.output());
            assertThat(List.of(before.id(), after.id(), later.id())).doesNotHaveDuplicates();
            assertThat(live.health().ready()).isTrue();
            assertThat(ward.ledger.verify()).isInstanceOf(Verification.Intact.class);
        }
    }

    private static FeatureSet<Visit> wide() {
        FeatureSet<Visit> features =
                FeatureSet.of(Visit.class).patient(Visit::patient).indexedAt(Visit::at);
        for (int f = 0; f < WIDE; f++) {
            int feature = f;
            features = features.numeric("x" + f, "1", visit -> feature == 0 ? visit.age() : feature);
        }
        return features;
    }

    @Test
    void aRowOfTenThousandFeaturesIsAnsweredAndComesOutOfTheRecord() {
        FeatureSet<Visit> features = wide();
        double[] weights = new double[WIDE];
        weights[0] = 0.05;
        List<GivenModel.Input> inputs = features.schema().features().stream()
                .map(FeatureSpec::name)
                .map(GivenModel.Input::number)
                .toList();
        GivenModel<Risk> model = GivenModel.of("wide", features.schema(), inputs, LinearForm.of(-4, weights));
        Pipeline<Visit, Risk> plan = Plans.with(parts -> {
            parts.features = features;
            parts.train = Train.given(model);
            parts.gates =
                    GatePolicy.allOf(GatePolicy.lowerBoundOf(Metrics.auroc()).atLeast(0.3));
        });
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(plan);
            Prediction.Answered<Risk> answer = (Prediction.Answered<Risk>) live.predict(VISIT);

            Facts row = ward.recorded(EntryKind.PREDICTED).stream()
                    .map(one -> one.facts())
                    .filter(facts -> facts.says("prediction", answer.id()))
                    .findFirst()
                    .orElseThrow();
            assertThat(IntStream.range(1, WIDE))
                    .allMatch(f -> row.says("input.x" + f, f + ".0") || row.says("input.x" + f, "" + f));
            assertThat(PastRisks.of(ward.workspace.registry(), plan).of(row)).isEqualTo(answer.output());
        }
    }
}
