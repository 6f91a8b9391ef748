package org.clinicalmlops.core.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.CohortSource;
import org.clinicalmlops.api.ledger.CheckpointSigner;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Change;
import org.clinicalmlops.api.serve.ChangeDecision;
import org.clinicalmlops.api.serve.ChangeDecision.Why;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.Approved;
import org.clinicalmlops.api.validate.GatePolicy;
import org.clinicalmlops.api.validate.Rejected;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.Versions;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.TwoVersions;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.clinicalmlops.core.registry.VersionStage;
import org.clinicalmlops.core.registry.VersionUse;
import org.clinicalmlops.metrics.Metrics;
import org.junit.jupiter.api.Test;

/** A version goes from one hospital to another. */
class ExportImportTest {
    static final KeyPair KEY = key();

    static KeyPair key() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static Map<String, PublicKey> trusted() {
        return Map.of("north", KEY.getPublic());
    }

    private static ExportAnswer export(TwoVersions scene, Digest model, SignOff signOff) {
        return scene.ward
                .workspace
                .versions()
                .exported(scene.plan, model, signOff, "north", CheckpointSigner.of(KEY.getPrivate()));
    }

    private static SignOff signed(TwoVersions scene, Digest model) {
        return SignOff.by("lead", Role.CLINICAL_LEAD)
                .of(scene.ward.workspace.versions().toSign(Change.EXPORT, scene.plan, model));
    }

    static ModelFile file(TwoVersions scene) {
        return ((ExportAnswer.Exported) export(scene, scene.second, signed(scene, scene.second))).file();
    }

    /** Another hospital's plan, on its own rows. */
    private static Pipeline<Visit, Risk> there(double auroc) {
        return Plans.with(parts -> {
            parts.source = CohortSource.of("visits of the south", Visit.daily(730, 77));
            parts.gates = GatePolicy.allOf(
                    GatePolicy.<Risk>lowerBoundOf(Metrics.auroc()).atLeast(auroc));
        });
    }

    private static SignOff takes(Ward ward, Pipeline<Visit, Risk> plan, byte[] file) {
        return SignOff.by("lead", Role.CLINICAL_LEAD)
                .of(ward.workspace.versions().toSign(plan, file));
    }

    @Test
    void theFileHoldsTheWholeEvidenceAndReadsBackAsItself() {
        try (TwoVersions scene = new TwoVersions().promoted()) {
            ModelFile file = file(scene);
            byte[] bytes = file.bytes();

            ModelFile read = ((FileAnswer.Sound) ModelFile.read(bytes, trusted())).file();

            assertThat(read.bytes()).isEqualTo(bytes);
            assertThat(read.model()).isEqualTo(scene.second);
            assertThat(read.plan()).isEqualTo(scene.plan.digest());
            assertThat(read.isFrom(scene.ward.ledger)).isTrue();
            assertThat(read.entries())
                    .extracting(Entry::kind)
                    .contains(
                            EntryKind.PLAN_DECLARED,
                            EntryKind.COHORT_EXTRACTED,
                            EntryKind.MODEL_TRAINED,
                            EntryKind.MODEL_EVALUATED,
                            EntryKind.BASELINE_PROFILED,
                            EntryKind.GATES_DECIDED,
                            EntryKind.MODEL_APPROVED,
                            EntryKind.SILENT_TRIAL_STARTED,
                            EntryKind.SILENT_TRIAL_JUDGED,
                            EntryKind.MODEL_PROMOTED)
                    .doesNotContain(EntryKind.PREDICTED, EntryKind.MONITOR_SAVED);
            Entry exported = scene.ward.entries(EntryKind.MODEL_EXPORTED).get(0);
            assertThat(exported.facts().asMap())
                    .containsEntry("file", Digest.of(bytes).hex())
                    .containsEntry("key", "north")
                    .containsEntry("person", "lead");
            try (TwoVersions other = new TwoVersions(new Ward(), TwoVersions.plan("Another reason."))) {
                assertThat(read.isFrom(other.ward.ledger)).isFalse();
            }
        }
    }

    @Test
    void theSameEntriesGiveTheSameBytes() {
        try (TwoVersions scene = new TwoVersions()) {
            ModelFile file = file(scene);

            ModelFile again = ModelFile.signed(
                    file.model(),
                    file.plan(),
                    file.at(),
                    file.chain(),
                    file.checkpoint(),
                    file.entries(),
                    "north",
                    CheckpointSigner.of(KEY.getPrivate()));

            assertThat(again.bytes()).isEqualTo(file.bytes());
        }
    }

    @Test
    void anExportTakesARoleAPersonASignatureAndAnApproval() {
        try (TwoVersions scene = new TwoVersions()) {
            Digest toSign = scene.ward.workspace.versions().toSign(Change.EXPORT, scene.plan, scene.second);
            SignOff good = SignOff.by("lead", Role.CLINICAL_LEAD).of(toSign);
            Digest unknown = Digest.of("unknown");

            assertThat(whys(export(
                            scene,
                            scene.second,
                            SignOff.by("analyst", Role.DATA_SCIENTIST).of(toSign))))
                    .containsExactly(Why.ROLE);
            assertThat(whys(export(
                            scene,
                            scene.second,
                            SignOff.by("visitor", Role.CLINICAL_LEAD).of(toSign))))
                    .containsExactly(Why.PERSON);
            assertThat(whys(export(scene, scene.first, good))).containsExactly(Why.SIGNATURE);
            assertThat(whys(export(scene, unknown, signed(scene, unknown)))).contains(Why.VERSION);
            assertThat(scene.ward.entries(EntryKind.CHANGE_REFUSED)).hasSize(4);
            assertThat(export(scene, scene.second, good)).isInstanceOf(ExportAnswer.Exported.class);
            assertThat(whys(export(scene, scene.second, good)))
                    .as("a signature is good once")
                    .containsExactly(Why.SIGNATURE);
        }
    }

    private static List<Why> whys(ExportAnswer answer) {
        return ((ExportAnswer.Refused) answer)
                .decision().refusals().stream().map(ChangeDecision.Refusal::why).toList();
    }

    @Test
    void anImportedVersionPassesTheOtherHospitalsOwnGatesBeforeItIsUsed() {
        try (TwoVersions scene = new TwoVersions();
                Ward south = new Ward()) {
            byte[] bytes = file(scene).bytes();
            Pipeline<Visit, Risk> plan = there(0.6);
            Versions versions = south.workspace.versions();

            ImportAnswer answer = versions.imported(bytes, trusted(), plan, takes(south, plan, bytes));

            long entry = ((ImportAnswer.Imported) answer).ledgerEntry();
            Entry imported = south.ledger.entry(entry).orElseThrow();
            assertThat(imported.kind()).isEqualTo(EntryKind.MODEL_IMPORTED);
            assertThat(imported.facts().asMap())
                    .containsEntry("origin.key", "north")
                    .containsEntry("origin.plan", scene.plan.digest().hex())
                    .containsEntry("person", "lead")
                    .containsEntry("file", Digest.of(bytes).hex());
            assertThat(south.workspace.registry().stages(south.clock.instant()))
                    .extracting(VersionUse::stage)
                    .containsExactly(VersionStage.TRAINED);
            assertThat(south.workspace.reinstate(plan, scene.second))
                    .as("an approval elsewhere is none here")
                    .isEmpty();

            Approved<Visit, Risk> approved = Ward.approved(south.workspace.judge(plan, Plans.CUT, scene.second));
            assertThat(south.workspace.deploy(approved).model()).isEqualTo(scene.second);
            assertThat(south.entries(EntryKind.MODEL_TRAINED).get(0).facts().required("trainer"))
                    .endsWith("imported in entry " + entry);
            assertThat(south.workspace
                            .registry()
                            .evidence(south.entries(EntryKind.MODEL_APPROVED).get(0)))
                    .extracting(part -> part.kind())
                    .contains(EntryKind.MODEL_IMPORTED);
        }
    }

    @Test
    void anImportedVersionCanFailTheOtherHospitalsGates() {
        try (TwoVersions scene = new TwoVersions();
                Ward south = new Ward()) {
            byte[] bytes = file(scene).bytes();
            Pipeline<Visit, Risk> strict = there(0.999);
            south.workspace.versions().imported(bytes, trusted(), strict, takes(south, strict, bytes));

            assertThat(south.workspace.judge(strict, Plans.CUT, scene.second)).isInstanceOf(Rejected.class);
            assertThatThrownBy(() -> south.workspace.judge(strict, Plans.CUT, scene.first))
                    .isInstanceOf(MlopsException.class)
                    .hasMessageContaining("was not imported");
        }
    }

    @Test
    void anImportIsRefusedAndRecordedWithoutTheRoleOrWithAFileThatDoesNotHold() {
        try (TwoVersions scene = new TwoVersions();
                Ward south = new Ward()) {
            byte[] bytes = file(scene).bytes();
            Pipeline<Visit, Risk> plan = there(0.6);
            Versions versions = south.workspace.versions();
            SignOff analyst = SignOff.by("analyst", Role.DATA_SCIENTIST).of(versions.toSign(plan, bytes));
            byte[] changed = bytes.clone();
            changed[changed.length / 2] ^= 1;

            assertThat(((ImportAnswer.Refused) versions.imported(bytes, trusted(), plan, analyst))
                            .decision()
                            .refusals())
                    .extracting(ChangeDecision.Refusal::why)
                    .containsExactly(Why.ROLE);
            assertThat(((ImportAnswer.Refused) versions.imported(changed, trusted(), plan, takes(south, plan, bytes)))
                            .decision()
                            .refusals())
                    .as("signed was another file")
                    .extracting(ChangeDecision.Refusal::why)
                    .containsExactly(Why.SIGNATURE);
            ImportAnswer.Unsound unsound =
                    (ImportAnswer.Unsound) versions.imported(changed, trusted(), plan, takes(south, plan, changed));
            assertThat(unsound.fault().kind()).isEqualTo(FileFault.Kind.DIGEST);
            assertThat(south.ledger
                            .entry(unsound.ledgerEntry())
                            .orElseThrow()
                            .facts()
                            .asMap())
                    .containsEntry("change", "IMPORT")
                    .containsEntry("reason.0", "DIGEST: the line 'signed'");
            assertThat(south.entries(EntryKind.MODEL_IMPORTED)).isEmpty();

            versions.imported(bytes, trusted(), plan, takes(south, plan, bytes));
            assertThat(((ImportAnswer.Refused) versions.imported(bytes, trusted(), plan, takes(south, plan, bytes)))
                            .decision()
                            .refusals())
                    .as("twice")
                    .extracting(ChangeDecision.Refusal::why)
                    .containsExactly(Why.VERSION);
        }
    }
}
