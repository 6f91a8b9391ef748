package org.clinicalmlops.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.validate.GatePolicy;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.Story;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.clinicalmlops.metrics.Metrics;
import org.clinicalmlops.testkit.ledger.MemoryLedger;
import org.junit.jupiter.api.Test;

class RegistryTest {
    @Test
    void theVersionThatAnsweredIsKnownForEveryInstant() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> deployment = Story.upToPromotion(ward, Story.plan());
            String id = deployment.id();
            Entry live = ward.entries(EntryKind.WENT_LIVE).get(0);
            Entry promoted = ward.entries(EntryKind.MODEL_PROMOTED).get(0);
            Digest first = new Digest(live.facts().required("model"));
            Digest second = new Digest(promoted.facts().required("model"));
            ward.clock.advance(Duration.ofDays(1));
            Instant closed = ward.clock.instant();
            ward.workspace.close();
            Registry registry = Registry.of(ward.ledger);

            assertThat(first).isNotEqualTo(second);
            assertThat(registry.answering(id, live.at().minusNanos(1)))
                    .as("silent")
                    .isEmpty();
            assertThat(registry.answering(id, live.at())).contains(first);
            assertThat(registry.answering(id, promoted.at().minusNanos(1))).contains(first);
            assertThat(registry.answering(id, promoted.at())).contains(second);
            assertThat(registry.answering(id, closed.minusNanos(1))).contains(second);
            assertThat(registry.answering(id, closed)).isEmpty();
            assertThat(registry.answering("another", promoted.at())).isEmpty();
        }
    }

    @Test
    void everyVersionIsListedWithWhereItComesFrom() {
        try (Ward ward = new Ward()) {
            Story.upToPromotion(ward, Story.plan());
            List<ModelVersion> versions = ward.workspace.registry().versions();
            List<Entry> trained = ward.entries(EntryKind.MODEL_TRAINED);
            List<Entry> approved = ward.entries(EntryKind.MODEL_APPROVED);

            assertThat(versions).hasSize(2);
            for (int i = 0; i < 2; i++) {
                ModelVersion version = versions.get(i);
                assertThat(version.model().hex())
                        .isEqualTo(trained.get(i).facts().required("model"));
                assertThat(version.plan()).isEqualTo(Story.plan().digest());
                assertThat(version.data().hex())
                        .isEqualTo(trained.get(i).facts().required("data"));
                assertThat(version.trainer()).isEqualTo("discriminant 0.0");
                assertThat(version.trainedAt()).isEqualTo(trained.get(i).at());
                assertThat(version.approvedAt()).contains(approved.get(i).at());
            }
        }
    }

    @Test
    void aRejectedVersionIsListedWithoutAnApproval() {
        try (Ward ward = new Ward()) {
            ward.workspace.run(
                    Plans.with(parts -> parts.gates = GatePolicy.allOf(
                            GatePolicy.<Risk>lowerBoundOf(Metrics.auroc()).atLeast(0.999))),
                    Plans.CUT);

            assertThat(ward.workspace.registry().versions())
                    .singleElement()
                    .satisfies(version -> assertThat(version.approvedAt()).isEmpty());
        }
    }

    @Test
    void theSameModelTwiceIsOneVersion() {
        try (Ward ward = new Ward()) {
            ward.workspace.run(Plans.standard(), Plans.CUT);
            Instant first = ward.clock.instant();
            ward.clock.advance(Duration.ofDays(1));
            ward.workspace.run(Plans.standard(), Plans.CUT);

            assertThat(ward.workspace.registry().versions()).singleElement().satisfies(version -> {
                assertThat(version.trainedAt()).isEqualTo(first);
                assertThat(version.approvedAt()).contains(ward.clock.instant());
            });
        }
    }

    @Test
    void modelsAndBaselinesAreReadFromTheLedgerAlone() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> deployment = ward.deployed(Plans.standard());
            Registry copy = Registry.of(copyOf(ward));

            assertThat(copy.model(deployment.model()).digest()).isEqualTo(deployment.model());
            assertThat(copy.baseline(deployment.model()).declaration())
                    .isEqualTo(ward.engine.last().baseline.declaration());
            assertThat(copy.versions()).isEqualTo(ward.workspace.registry().versions());
        }
    }

    @Test
    void whatTheLedgerDoesNotHoldIsAnError() {
        Registry empty = Registry.of(new MemoryLedger());
        Digest unknown = Digest.of("unknown");

        assertThat(empty.versions()).isEmpty();
        assertThat(empty.answering("death-30d-1", Instant.EPOCH)).isEmpty();
        assertThatThrownBy(() -> empty.model(unknown))
                .isInstanceOf(MlopsException.class)
                .hasMessageContaining("no MODEL_TRAINED entry of model " + unknown.brief());
        assertThatThrownBy(() -> empty.baseline(unknown))
                .isInstanceOf(MlopsException.class)
                .hasMessageContaining("BASELINE_PROFILED");
    }

    @Test
    void aModelWhoseTextWasExchangedIsRefused() {
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> deployment = ward.deployed(Plans.standard());
            MemoryLedger forged = new MemoryLedger();
            for (Entry entry : ward.entries()) {
                forged.append(new Draft(
                        entry.kind(),
                        entry.at(),
                        entry.facts(),
                        entry.body().map(text -> text.replace("\"intercept\":", "\"intercept\":1"))));
            }

            assertThatThrownBy(() -> Registry.of(forged).model(deployment.model()))
                    .isInstanceOf(MlopsException.class)
                    .hasMessageContaining("it was changed");
        }
    }

    private static MemoryLedger copyOf(Ward ward) {
        MemoryLedger copy = new MemoryLedger();
        for (Entry entry : ward.entries()) {
            copy.append(new Draft(entry.kind(), entry.at(), entry.facts(), entry.body()));
        }
        return copy;
    }
}
