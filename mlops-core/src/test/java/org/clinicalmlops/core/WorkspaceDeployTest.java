package org.clinicalmlops.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.CohortSource;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.Approved;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.UnreliableLedger;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.clinicalmlops.testkit.ledger.MemoryLedger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WorkspaceDeployTest {
    @Test
    void anApprovalThatTheLedgerDoesNotHoldIsNotDeployed() {
        try (Ward one = new Ward();
                Ward other = new Ward()) {
            Approved<Visit, Risk> approved = one.approved(Plans.standard());
            // the same plan on other rows: its approval stands at the same number
            other.approved(Plans.with(parts -> parts.source = CohortSource.of("visits", Visit.daily(730, 12))));

            assertThatThrownBy(() -> other.workspace.deploy(approved))
                    .isInstanceOf(MlopsException.class)
                    .hasMessageContaining("the ledger holds no approval of model");
            assertThat(other.entries(EntryKind.SILENT_TRIAL_STARTED)).isEmpty();
            assertThat(other.entries(EntryKind.MODEL_BOUND)).isEmpty();
        }
    }

    @Test
    void aPlanThatWasNeitherRunNorReinstatedHereIsNotDeployed() {
        try (Ward one = new Ward()) {
            Approved<Visit, Risk> approved = one.approved(Plans.standard());
            try (Ward second = new Ward(one.ledger, Ward.OPENED)) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> second.workspace.deploy(approved))
                        .withMessageContaining("neither run nor reinstated");
            }
        }
    }

    @Test
    void deploymentsHaveDifferentIdsAlsoAfterAFreshStart() {
        MemoryLedger ledger = new MemoryLedger();
        List<String> ids = new ArrayList<>();
        for (int start = 0; start < 2; start++) {
            try (Ward ward = new Ward(ledger, Ward.OPENED)) {
                Approved<Visit, Risk> approved = ward.approved(Plans.standard());
                ids.add(ward.workspace.deploy(approved).id());
                ids.add(ward.workspace.deploy(approved).id());
            }
        }

        assertThat(ids).containsExactly("death-30d-1", "death-30d-2", "death-30d-3", "death-30d-4");
    }

    @Test
    void bindingIsRecordedWithItsProbesAndWhatItIgnores() {
        FeatureSet<Visit> probed =
                Plans.features().probes(List.of(Visit.of("made up", Visit.FIRST, 70, 2.0, "F", false)));
        try (Ward ward = new Ward()) {
            ward.deployed(Plans.standard());
            ward.deployed(Plans.with(parts -> parts.features = probed));

            assertThat(ward.entries(EntryKind.MODEL_BOUND))
                    .extracting(entry -> entry.facts().required("probes"))
                    .containsExactly("UNPROBED", "COMPARED");
        }
    }

    @Test
    void aReinstatedModelAnswersBitForBitTheSameOnACopiedLedger() {
        List<Visit> visits = Visit.daily(100, 21);
        try (Ward ward = new Ward()) {
            Deployment<Visit, Risk> live = ward.live(Plans.standard());
            List<Long> before = risks(live, visits);
            MemoryLedger copy = copyOf(ward);

            try (Ward second = new Ward(copy, ward.clock.instant())) {
                Approved<Visit, Risk> approved = second.workspace
                        .<Visit>reinstate(Plans.standard(), live.model())
                        .orElseThrow();
                Deployment<Visit, Risk> again = second.workspace.deploy(approved);
                assertThat(again.id()).isEqualTo("death-30d-2");
                second.endTrial(again, "lead", Role.CLINICAL_LEAD);

                assertThat(again.model()).isEqualTo(live.model());
                assertThat(risks(again, visits)).isEqualTo(before);
                assertThat(second.workspace.registry().versions())
                        .isEqualTo(ward.workspace.registry().versions());
            }
        }
    }

    @Test
    void whatWasNotApprovedUnderThisPlanIsNotReinstated() {
        try (Ward ward = new Ward()) {
            Digest model = ward.deployed(Plans.standard()).model();
            Pipeline<Visit, Risk> otherPlan = Plans.with(parts -> parts.actingAbove = 0.4);

            assertThat(ward.workspace.<Visit>reinstate(otherPlan, model)).isEmpty();
            assertThatThrownBy(() -> ward.workspace.<Visit>reinstate(Plans.standard(), Digest.of("unknown")))
                    .isInstanceOf(MlopsException.class)
                    .hasMessageContaining("holds no MODEL_TRAINED entry");
        }
    }

    @Test
    void aModelDoesNotComeBackOnFeaturesOfAnotherRevision() {
        try (Ward ward = new Ward()) {
            Digest model = ward.deployed(Plans.standard()).model();
            Entry approval = ward.entries(EntryKind.MODEL_APPROVED).get(0);
            Pipeline<Visit, Risk> revised = Plans.with(parts -> parts.features = parts.features.revision("age", 2));
            MemoryLedger forged = copyOf(ward);
            forged.append(Draft.of(
                    EntryKind.MODEL_APPROVED,
                    approval.at(),
                    Facts.of("model", model)
                            .with("plan", revised.digest())
                            .with("data", approval.facts().required("data"))
                            .with("trainer", "discriminant 0.0")));
            try (Ward second = new Ward(forged, ward.clock.instant())) {
                Approved<Visit, Risk> approved =
                        second.workspace.<Visit>reinstate(revised, model).orElseThrow();

                assertThatThrownBy(() -> second.workspace.deploy(approved))
                        .isInstanceOf(MlopsException.class)
                        .hasMessageContaining("does not fit the features")
                        .hasMessageContaining("revision is 2, the model was fitted with 1");
                assertThat(second.entries(EntryKind.SILENT_TRIAL_STARTED)).hasSize(1);
            }
        }
    }

    @Test
    void aDeploymentOfAnotherWorkspaceIsNotReviewedHere() {
        try (Ward one = new Ward();
                Ward other = new Ward()) {
            Deployment<Visit, Risk> deployment = one.deployed(Plans.standard());

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> other.workspace.review(deployment))
                    .withMessageContaining("is not of this workspace");
        }
    }

    @Test
    void closingClosesEveryDeploymentAndIsRecordedOnce() {
        Ward ward = new Ward();
        Approved<Visit, Risk> approved = ward.approved(Plans.standard());
        Deployment<Visit, Risk> one = ward.workspace.deploy(approved);
        Deployment<Visit, Risk> other = ward.workspace.deploy(approved);
        ward.workspace.close();
        ward.workspace.close();

        for (Deployment<Visit, Risk> deployment : List.of(one, other)) {
            assertThat(deployment.predict(ward.visits(1).get(0))).isInstanceOf(Prediction.Abstained.class);
        }
        assertThat(Ward.entries(ward.ledger, EntryKind.DEPLOYMENT_CLOSED)).hasSize(2);
        assertThatThrownBy(() -> ward.workspace.run(Plans.standard(), Plans.CUT))
                .isInstanceOf(MlopsException.class)
                .hasMessageContaining("closed");
    }

    @Test
    @Timeout(20)
    void aLedgerThatIsDownDoesNotKeepAWorkspaceOpen() {
        UnreliableLedger ledger = new UnreliableLedger();
        Ward ward = new Ward(ledger, Ward.OPENED);
        Approved<Visit, Risk> approved = ward.approved(Plans.standard());
        Deployment<Visit, Risk> one = ward.workspace.deploy(approved);
        Deployment<Visit, Risk> other = ward.workspace.deploy(approved);
        ledger.refuse(draft -> true, new MlopsException("down"));

        assertThatThrownBy(ward.workspace::close).isInstanceOf(MlopsException.class);

        for (Deployment<Visit, Risk> deployment : List.of(one, other)) {
            assertThat(deployment.predict(ward.visits(1).get(0))).isInstanceOf(Prediction.Abstained.class);
        }
        ledger.recover();
        assertThatThrownBy(ward.workspace::flush)
                .isInstanceOf(MlopsException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void theWorkspacesOfTwoTenantsDoNotSeeEachOther() {
        try (Ward one = new Ward();
                Ward other = new Ward()) {
            one.live(Plans.standard());
            other.clock.advance(Duration.ofDays(1));

            assertThat(other.entries()).isEmpty();
            assertThat(other.engine.monitors).isEmpty();
        }
    }

    private static List<Long> risks(Deployment<Visit, Risk> deployment, List<Visit> visits) {
        return visits.stream()
                .map(deployment::predict)
                .map(answer -> Double.doubleToLongBits(
                        ((Prediction.Answered<Risk>) answer).output().value()))
                .toList();
    }

    private static MemoryLedger copyOf(Ward ward) {
        MemoryLedger copy = new MemoryLedger();
        for (Entry entry : ward.entries()) {
            copy.append(new Draft(entry.kind(), entry.at(), entry.facts(), entry.body()));
        }
        return copy;
    }
}
