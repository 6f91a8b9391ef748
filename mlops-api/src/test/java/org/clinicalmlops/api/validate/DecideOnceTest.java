package org.clinicalmlops.api.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.clinicalmlops.api.ledger.EntryKind.GATES_DECIDED;
import static org.clinicalmlops.api.ledger.EntryKind.MODEL_APPROVED;
import static org.clinicalmlops.api.ledger.EntryKind.MODEL_REJECTED;
import static org.clinicalmlops.api.ledger.EntryKind.SIGNED_OFF;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Interval;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.evaluate.Evaluation;
import org.clinicalmlops.api.samples.FixedArtifact;
import org.clinicalmlops.api.samples.MemoryLedger;
import org.clinicalmlops.api.samples.NamedMetric;
import org.clinicalmlops.api.samples.Visit;
import org.clinicalmlops.api.train.Candidate;
import org.clinicalmlops.api.usecase.Role;
import org.junit.jupiter.api.Test;

/** A judgement that a crash has cut short is gone on with. */
class DecideOnceTest {
    private static final Instant NOON = Instant.parse("2024-01-01T12:00:00Z");
    private static final FixedArtifact MODEL = new FixedArtifact("model");
    private static final Candidate<Visit, Risk> CANDIDATE =
            new Candidate<>(MODEL, Digest.of("plan"), Digest.of("data"), "logistic", List.of());
    private static final Gate<Risk> NUMBER =
            GatePolicy.lowerBoundOf(NamedMetric.AUROC).atLeast(0.75);
    private static final Gate<Risk> LEAD = GatePolicy.signedBy(Role.CLINICAL_LEAD);
    private static final Gate<Risk> PATIENTS = GatePolicy.signedBy(Role.PATIENT_REPRESENTATIVE);

    private final MemoryLedger ledger = new MemoryLedger();

    private Verdict<Visit, Risk> decide(double auroc, long after, List<Gate<Risk>> gates) {
        Estimate estimate = new Estimate.Known(auroc, new Interval(auroc - 0.04, auroc + 0.04, 0.95), 100);
        Evaluation.Cases cases = new Evaluation.Cases(100, 20, Map.of("auroc", estimate));
        Evaluation evaluation = new Evaluation(MODEL.digest(), Digest.of("data"), cases, List.of(), Optional.empty());
        return GateKeeper.decideOnce(CANDIDATE, evaluation, GatePolicy.allOf(gates), ledger, NOON, after);
    }

    private void killedAfter(int entries, double auroc) {
        ledger.fullAfter(entries);
        assertThatExceptionOfType(MlopsException.class).isThrownBy(() -> decide(auroc, 0, List.of(NUMBER)));
        ledger.fullAfter(100);
    }

    @Test
    void anApprovalThatWasNotWrittenIsWrittenOnce() {
        killedAfter(1, 0.8);
        assertThat(decide(0.8, 0, List.of(NUMBER))).isInstanceOf(Approved.class);
        assertThat(decide(0.8, 0, List.of(NUMBER))).isInstanceOf(Approved.class);

        assertThat(ledger.kinds()).containsExactly(GATES_DECIDED, MODEL_APPROVED);
    }

    @Test
    void soIsARejection() {
        killedAfter(1, 0.6);
        assertThat(decide(0.6, 0, List.of(NUMBER))).isInstanceOf(Rejected.class);
        assertThat(decide(0.6, 0, List.of(NUMBER))).isInstanceOf(Rejected.class);

        assertThat(ledger.kinds()).containsExactly(GATES_DECIDED, MODEL_REJECTED);
    }

    @Test
    void signaturesThatWereGivenCount() {
        List<Gate<Risk>> gates = List.of(NUMBER, LEAD, PATIENTS);
        Awaiting<Visit, Risk> awaiting = (Awaiting<Visit, Risk>) decide(0.8, 0, gates);
        GateKeeper.sign(
                awaiting,
                SignOff.by("lead", Role.CLINICAL_LEAD).of(awaiting.toSign()),
                (person, role) -> true,
                ledger,
                NOON);
        Awaiting<Visit, Risk> again = (Awaiting<Visit, Risk>) decide(0.8, 0, gates);

        assertThat(again.roles()).containsExactly(Role.PATIENT_REPRESENTATIVE);
        assertThat(again.toSign()).isEqualTo(awaiting.toSign());
        assertThat(ledger.kinds()).containsExactly(GATES_DECIDED, SIGNED_OFF);
    }

    @Test
    void anEarlierJudgementOfTheSameIsAnother() {
        decide(0.8, 0, List.of(NUMBER));
        decide(0.8, 2, List.of(NUMBER));

        assertThat(ledger.kinds()).containsExactly(GATES_DECIDED, MODEL_APPROVED, GATES_DECIDED, MODEL_APPROVED);
    }
}
