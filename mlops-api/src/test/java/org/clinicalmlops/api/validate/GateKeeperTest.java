package org.clinicalmlops.api.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.clinicalmlops.api.ledger.EntryKind.GATES_DECIDED;
import static org.clinicalmlops.api.ledger.EntryKind.MODEL_APPROVED;
import static org.clinicalmlops.api.ledger.EntryKind.MODEL_REJECTED;
import static org.clinicalmlops.api.ledger.EntryKind.SIGNED_OFF;
import static org.clinicalmlops.api.ledger.EntryKind.SIGN_OFF_REFUSED;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Estimate;
import org.clinicalmlops.api.Interval;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.evaluate.Evaluation;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.samples.FixedArtifact;
import org.clinicalmlops.api.samples.MemoryLedger;
import org.clinicalmlops.api.samples.NamedMetric;
import org.clinicalmlops.api.samples.Visit;
import org.clinicalmlops.api.train.Candidate;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.usecase.Staff;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GateKeeperTest {
    private static final Instant NOON = Instant.parse("2024-01-01T12:00:00Z");
    private static final Digest PLAN = Digest.of("plan");
    private static final Digest DATA = Digest.of("data");
    private static final FixedArtifact MODEL = new FixedArtifact("model");
    private static final Candidate<Visit, Risk> CANDIDATE = candidate(MODEL);
    private static final Gate<Risk> NUMBER =
            GatePolicy.lowerBoundOf(NamedMetric.AUROC).atLeast(0.75);
    private static final Gate<Risk> CHAMPION =
            GatePolicy.noWorseThanChampion(NamedMetric.AUROC).byMoreThan(0.01);
    private static final Gate<Risk> LEAD = GatePolicy.signedBy(Role.CLINICAL_LEAD);
    private static final Gate<Risk> PATIENTS = GatePolicy.signedBy(Role.PATIENT_REPRESENTATIVE);
    private static final Staff EVERYBODY = (person, role) -> true;

    private final MemoryLedger ledger = new MemoryLedger();

    @Test
    void aModelThatPassesIsApprovedAfterTheDecisionIsInTheLedger() {
        Approved<Visit, Risk> approved = approved(decide(good(), NUMBER, CHAMPION));

        assertThat(ledger.kinds()).containsExactly(GATES_DECIDED, MODEL_APPROVED);
        assertThat(approved.candidate()).isSameAs(CANDIDATE);
        assertThat(approved.ledgerEntry()).isEqualTo(2);
        Facts decided = ledger.entries().get(0).facts();
        assertThat(decided.asMap())
                .containsEntry("model", MODEL.digest().hex())
                .containsEntry("plan", PLAN.hex())
                .containsEntry("data", DATA.hex())
                .containsEntry("evaluation", good().declaration().digest().hex())
                .containsEntry("gate.0", "lower bound of auroc >= 0.75")
                .containsEntry("gate.0.ruling", "PASS")
                .containsEntry("gate.0.reason", "auroc is 0.800 (0.760 to 0.840, n = 100)")
                .containsEntry("gate.1.ruling", "NOT_APPLICABLE");
    }

    @Test
    void aModelThatFailsIsRejectedWithEveryReasonEvenIfASignatureIsAwaitedToo() {
        Gate<Risk> strict = GatePolicy.lowerBoundOf(NamedMetric.AUROC).atLeast(0.9);
        Gate<Risk> absent = GatePolicy.lowerBoundOf(NamedMetric.BRIER).atLeast(0.1);

        Rejected<Visit, Risk> rejected = rejected(decide(good(), NUMBER, strict, LEAD, absent));

        assertThat(rejected.reasons())
                .containsExactly(
                        "lower bound of auroc >= 0.9: auroc is 0.800 (0.760 to 0.840, n = 100)",
                        "lower bound of brier >= 0.1: 'brier' was not evaluated");
        assertThat(rejected.decisions())
                .extracting(GateDecision::ruling)
                .containsExactly(Ruling.PASS, Ruling.FAIL, Ruling.AWAITING_SIGN_OFF, Ruling.INSUFFICIENT);
        assertThat(ledger.kinds()).containsExactly(GATES_DECIDED, MODEL_REJECTED);
        assertThat(ledger.entries().get(1).facts().required("decided")).isEqualTo("1");
    }

    @Test
    void aModelIsApprovedWithTheLastSignatureAndNotBefore() {
        Awaiting<Visit, Risk> both = awaiting(decide(good(), NUMBER, LEAD, PATIENTS));
        assertThat(both.roles()).containsExactly(Role.CLINICAL_LEAD, Role.PATIENT_REPRESENTATIVE);
        assertThat(ledger.kinds()).containsExactly(GATES_DECIDED);

        Awaiting<Visit, Risk> one = awaiting(sign(both, "p.representative", Role.PATIENT_REPRESENTATIVE));
        assertThat(one.roles()).containsExactly(Role.CLINICAL_LEAD);
        assertThat(one.toSign()).isEqualTo(both.toSign());
        assertThat(ledger.kinds()).containsExactly(GATES_DECIDED, SIGNED_OFF);

        Approved<Visit, Risk> approved = approved(sign(one, "c.lead", Role.CLINICAL_LEAD));
        assertThat(ledger.kinds()).containsExactly(GATES_DECIDED, SIGNED_OFF, SIGNED_OFF, MODEL_APPROVED);
        assertThat(approved.ledgerEntry()).isEqualTo(4);
        assertThat(ledger.entries().get(2).facts().asMap())
                .containsEntry("person", "c.lead")
                .containsEntry("role", "clinical-lead")
                .containsEntry("signed", both.toSign().hex())
                .containsEntry("decided", "1");
        assertThat(ledger.entries().get(3).facts().asMap())
                .containsEntry("decided", "1")
                .containsEntry("lastSignature", "3");
    }

    @Test
    void theFirstSignatureDoesNotWearOut() {
        Awaiting<Visit, Risk> both = awaiting(decide(good(), LEAD, PATIENTS));

        Awaiting<Visit, Risk> one = awaiting(sign(both, "c.lead", Role.CLINICAL_LEAD));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> sign(one, "c.lead", Role.CLINICAL_LEAD))
                .withMessage("no signature is awaited from clinical-lead, but from [patient-representative]");
        assertThat(both.roles()).hasSize(2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongSignatures")
    void aWrongSignatureIsRefusedAndTheRefusalIsInTheLedger(
            String reason, SignOff wrong, Staff staff, Awaiting<Visit, Risk> awaiting, MemoryLedger its) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GateKeeper.sign(awaiting, wrong, staff, its, NOON))
                .withMessage(reason);

        assertThat(its.kinds()).containsExactly(GATES_DECIDED, SIGN_OFF_REFUSED);
        assertThat(its.entries().get(1).facts().asMap())
                .containsEntry("reason", reason)
                .containsEntry("person", wrong.person())
                .containsEntry("role", wrong.role().name())
                .containsEntry("signed", wrong.of().hex());
    }

    static List<Object[]> wrongSignatures() {
        List<Object[]> rows = new ArrayList<>();
        GateKeeperTest wrongRole = new GateKeeperTest();
        Awaiting<Visit, Risk> a = awaiting(wrongRole.decide(good(), LEAD));
        rows.add(new Object[] {
            "no signature is awaited from data-scientist, but from [clinical-lead]",
            SignOff.by("c.lead", Role.DATA_SCIENTIST).of(a.toSign()),
            EVERYBODY,
            a,
            wrongRole.ledger
        });
        GateKeeperTest wrongDigest = new GateKeeperTest();
        Awaiting<Visit, Risk> b = awaiting(wrongDigest.decide(good(), LEAD));
        rows.add(new Object[] {
            "the signature is under " + DATA.brief() + ", to be signed is "
                    + b.toSign().brief(),
            SignOff.by("c.lead", Role.CLINICAL_LEAD).of(DATA),
            EVERYBODY,
            b,
            wrongDigest.ledger
        });
        GateKeeperTest wrongPerson = new GateKeeperTest();
        Awaiting<Visit, Risk> c = awaiting(wrongPerson.decide(good(), LEAD));
        Staff onlyTheLead = (person, role) -> person.equals("c.lead") && role.equals(Role.CLINICAL_LEAD);
        rows.add(new Object[] {
            "'somebody.else' may not act as clinical-lead",
            SignOff.by("somebody.else", Role.CLINICAL_LEAD).of(c.toSign()),
            onlyTheLead,
            c,
            wrongPerson.ledger
        });
        return rows;
    }

    @Test
    void aVerdictWhoseDecisionIsNotInTheLedgerCannotBeContinued() {
        Awaiting<Visit, Risk> elsewhere = awaiting(decide(good(), LEAD));
        MemoryLedger empty = new MemoryLedger();
        GateKeeperTest other = new GateKeeperTest();
        other.decide(evaluation(0.85), LEAD);
        SignOff signature = SignOff.by("c.lead", Role.CLINICAL_LEAD).of(elsewhere.toSign());

        for (MemoryLedger wrong : List.of(empty, other.ledger)) {
            int before = wrong.entries().size();
            assertThatExceptionOfType(MlopsException.class)
                    .isThrownBy(() -> GateKeeper.sign(elsewhere, signature, EVERYBODY, wrong, NOON))
                    .withMessage("the ledger holds no decision of the gates under "
                            + elsewhere.toSign().brief() + " at entry 1");
            assertThat(wrong.entries()).hasSize(before);
        }
    }

    @Test
    void anotherModelPlanDataEvaluationOrPolicyIsAnotherThingToSign() {
        List<Digest> toSign = new ArrayList<>();
        FixedArtifact otherModel = new FixedArtifact("other");
        toSign.add(awaiting(decide(good(), LEAD)).toSign());
        toSign.add(awaiting(decide(evaluation(0.81), LEAD)).toSign());
        toSign.add(awaiting(decide(good(), LEAD, PATIENTS)).toSign());
        toSign.add(awaiting(decide(good(), NUMBER, LEAD)).toSign());
        toSign.add(awaiting(GateKeeper.decide(
                        candidate(otherModel),
                        evaluation(otherModel.digest(), DATA, 0.8),
                        GatePolicy.allOf(LEAD),
                        ledger,
                        NOON))
                .toSign());
        toSign.add(awaiting(GateKeeper.decide(
                        new Candidate<Visit, Risk>(MODEL, Digest.of("other plan"), DATA, "logistic", List.of()),
                        good(),
                        GatePolicy.allOf(LEAD),
                        ledger,
                        NOON))
                .toSign());

        assertThat(toSign).doesNotHaveDuplicates();
        assertThat(awaiting(decide(good(), LEAD)).toSign()).isEqualTo(toSign.get(0));
    }

    @Test
    void anEvaluationOfAnotherModelOrOnOtherDataIsRefusedAndNothingIsWritten() {
        Digest other = Digest.of("other");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> decide(evaluation(other, DATA, 0.8), NUMBER))
                .withMessage("the evaluation is of model " + other.brief() + ", the candidate is "
                        + MODEL.digest().brief());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> decide(evaluation(MODEL.digest(), other, 0.8), NUMBER))
                .withMessage("the evaluation is on data " + other.brief() + ", the candidate is from " + DATA.brief());
        assertThat(ledger.entries()).isEmpty();
    }

    @Test
    void aGateThatAwaitsASignatureFromNobodyIsRefusedRatherThanPassed() {
        Gate<Risk> nobody = new Gate<>() {
            @Override
            public String id() {
                return "signed by nobody";
            }

            @Override
            public GateDecision judge(Evaluation evaluation) {
                return new GateDecision(id(), Ruling.AWAITING_SIGN_OFF, "no signature yet");
            }

            @Override
            public Declaration declaration() {
                return Declaration.of("signed-by-nobody");
            }
        };

        assertThatIllegalArgumentException()
                .isThrownBy(() -> decide(good(), NUMBER, nobody))
                .withMessage("gate 'signed by nobody' awaits a signature but names no role that could give it");
        assertThat(ledger.entries()).isEmpty();
    }

    @ParameterizedTest(name = "room for {0} more")
    @ValueSource(ints = {0, 1})
    void aLedgerThatCannotAppendGivesNoVerdict(int room) {
        ledger.fullAfter(room);

        assertThatExceptionOfType(MlopsException.class).isThrownBy(() -> decide(good(), NUMBER));
        assertThatExceptionOfType(MlopsException.class).isThrownBy(() -> decide(evaluation(0.5), NUMBER));
        assertThat(ledger.kinds()).doesNotContain(MODEL_APPROVED, MODEL_REJECTED);
    }

    @ParameterizedTest(name = "room for {0} more")
    @ValueSource(ints = {0, 1})
    void aLedgerThatCannotAppendTakesNoLastSignature(int room) {
        Awaiting<Visit, Risk> awaiting = awaiting(decide(good(), LEAD));
        ledger.fullAfter(room);

        assertThatExceptionOfType(MlopsException.class).isThrownBy(() -> sign(awaiting, "c.lead", Role.CLINICAL_LEAD));
        assertThat(ledger.kinds()).doesNotContain(MODEL_APPROVED);
    }

    @Test
    void anApprovalIsTakenUpAgainFromTheLedger() {
        Approved<Visit, Risk> first = approved(decide(good(), NUMBER));
        Approved<Visit, Risk> second = approved(decide(good(), NUMBER));

        Approved<Visit, Risk> again =
                GateKeeper.<Visit, Risk>reinstate(MODEL, PLAN, ledger).orElseThrow();

        assertThat(again.ledgerEntry()).isEqualTo(second.ledgerEntry()).isNotEqualTo(first.ledgerEntry());
        assertThat(again.candidate().data()).isEqualTo(DATA);
        assertThat(again.candidate().trainer()).isEqualTo("logistic");
        assertThat(GateKeeper.holds(again, ledger)).isTrue();
    }

    @Test
    void whatWasNotApprovedUnderThisPlanIsNotTakenUpAgain() {
        decide(good(), NUMBER, LEAD);
        decide(evaluation(0.5), NUMBER);
        assertThat(GateKeeper.reinstate(MODEL, PLAN, ledger)).isEmpty();

        decide(good(), NUMBER);
        assertThat(GateKeeper.reinstate(MODEL, Digest.of("other plan"), ledger)).isEmpty();
        assertThat(GateKeeper.reinstate(new FixedArtifact("other"), PLAN, ledger))
                .isEmpty();
        assertThat(GateKeeper.reinstate(MODEL, PLAN, ledger)).isPresent();
    }

    @Test
    void nothingIsTakenUpAgainFromABrokenChain() {
        decide(good(), NUMBER);
        Entry decided = ledger.entries().get(0);
        ledger.tamper(
                0,
                new Entry(
                        1,
                        decided.kind(),
                        NOON.plusNanos(1),
                        decided.facts(),
                        decided.body(),
                        decided.previous(),
                        decided.hash()));

        assertThatExceptionOfType(MlopsException.class)
                .isThrownBy(() -> GateKeeper.reinstate(MODEL, PLAN, ledger))
                .withMessage("the ledger is broken at entry 1: its hash is not the hash of what it states");
    }

    @Test
    void anApprovalIsHeldByTheLedgerThatItIsInOnly() {
        Approved<Visit, Risk> approved = approved(decide(good(), NUMBER));
        GateKeeperTest other = new GateKeeperTest();
        other.decide(good(), NUMBER, LEAD);
        other.decide(good(), NUMBER, LEAD);

        assertThat(GateKeeper.holds(approved, ledger)).isTrue();
        assertThat(GateKeeper.holds(approved, new MemoryLedger())).isFalse();
        assertThat(GateKeeper.holds(approved, other.ledger)).isFalse();
        for (Candidate<Visit, Risk> wrong : List.of(
                candidate(new FixedArtifact("other")),
                new Candidate<Visit, Risk>(MODEL, Digest.of("other"), DATA, "logistic", List.of()),
                new Candidate<Visit, Risk>(MODEL, PLAN, Digest.of("other"), "logistic", List.of()))) {
            assertThat(GateKeeper.holds(new Approved<>(wrong, approved.ledgerEntry()), ledger))
                    .isFalse();
        }
    }

    @Test
    void aVerdictIsFoldedAndMatchedByTheBranchThatHolds() {
        List<Verdict<Visit, Risk>> verdicts =
                List.of(decide(good(), NUMBER), decide(evaluation(0.5), NUMBER), decide(good(), LEAD));
        List<String> matched = new ArrayList<>();
        for (Verdict<Visit, Risk> verdict : verdicts) {
            verdict.match(
                    approved -> matched.add("0 " + (approved == verdict)),
                    rejected -> matched.add("1 " + (rejected == verdict)),
                    awaiting -> matched.add("2 " + (awaiting == verdict)));
        }

        assertThat(matched).containsExactly("0 true", "1 true", "2 true");
        assertThat(verdicts.stream()
                        .map(v -> v.<String>fold(
                                approved -> "0 " + (approved == v),
                                rejected -> "1 " + (rejected == v),
                                awaiting -> "2 " + (awaiting == v))))
                .containsExactlyElementsOf(matched);
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // allOf is safe too
    private Verdict<Visit, Risk> decide(Evaluation evaluation, Gate<Risk>... gates) {
        return GateKeeper.decide(CANDIDATE, evaluation, GatePolicy.allOf(gates), ledger, NOON);
    }

    private Verdict<Visit, Risk> sign(Awaiting<Visit, Risk> awaiting, String person, Role role) {
        return GateKeeper.sign(awaiting, SignOff.by(person, role).of(awaiting.toSign()), EVERYBODY, ledger, NOON);
    }

    private static Candidate<Visit, Risk> candidate(FixedArtifact model) {
        return new Candidate<>(model, PLAN, DATA, "logistic", List.of());
    }

    private static Evaluation good() {
        return evaluation(0.8);
    }

    private static Evaluation evaluation(double auroc) {
        return evaluation(MODEL.digest(), DATA, auroc);
    }

    private static Evaluation evaluation(Digest model, Digest data, double auroc) {
        Estimate estimate = new Estimate.Known(auroc, new Interval(auroc - 0.04, auroc + 0.04, 0.95), 100);
        Evaluation.Cases cases = new Evaluation.Cases(100, 20, Map.of("auroc", estimate));
        return new Evaluation(model, data, cases, List.of(), Optional.empty());
    }

    private static <R> Approved<R, Risk> approved(Verdict<R, Risk> verdict) {
        return verdict.fold(approved -> approved, GateKeeperTest::unexpected, GateKeeperTest::unexpected);
    }

    private static <R> Rejected<R, Risk> rejected(Verdict<R, Risk> verdict) {
        return verdict.fold(GateKeeperTest::unexpected, rejected -> rejected, GateKeeperTest::unexpected);
    }

    private static <R> Awaiting<R, Risk> awaiting(Verdict<R, Risk> verdict) {
        return verdict.fold(GateKeeperTest::unexpected, GateKeeperTest::unexpected, awaiting -> awaiting);
    }

    private static <T> T unexpected(Verdict<?, ?> verdict) {
        throw new AssertionError("was " + verdict.getClass().getSimpleName());
    }
}
