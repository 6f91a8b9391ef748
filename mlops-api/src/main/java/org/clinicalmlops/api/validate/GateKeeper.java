package org.clinicalmlops.api.validate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Output;
import org.clinicalmlops.api.evaluate.Evaluation;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.ledger.Verification;
import org.clinicalmlops.api.train.Artifact;
import org.clinicalmlops.api.train.Candidate;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.usecase.Staff;

/**
 * The only one who can construct an {@link Approved}. Writes each decision to the ledger first and hands it out afterwards.
 * Stateless.
 */
public final class GateKeeper {
    private GateKeeper() {}

    /**
     * Judges a candidate.
     *
     * @param at now, by the caller's clock
     * @throws IllegalArgumentException if the evaluation is of another model or on other data than the candidate's, or a gate
     *     awaits a signature without naming a role; nothing is written
     * @throws MlopsException if the decision could not be written; there is then no verdict
     */
    public static <R, P extends Output> Verdict<R, P> decide(
            Candidate<R, P> candidate, Evaluation evaluation, GatePolicy<P> policy, Ledger ledger, Instant at) {
        Asked<R, P> asked = ask(candidate, evaluation, policy);
        Entry decided = ledger.append(Draft.of(EntryKind.GATES_DECIDED, at, asked.facts()));
        return follow(asked, decided, asked.roles(), ledger, at);
    }

    /**
     * Judges a candidate as {@link #decide} does, or goes on with the same judgement where the ledger holds it: after a crash nothing is
     * decided twice, and signatures that were given count.
     *
     * @param after entries up to this number belong to earlier judgements
     * @throws IllegalArgumentException as {@link #decide}
     * @throws MlopsException if something could not be written
     */
    public static <R, P extends Output> Verdict<R, P> decideOnce(
            Candidate<R, P> candidate,
            Evaluation evaluation,
            GatePolicy<P> policy,
            Ledger ledger,
            Instant at,
            long after) {
        Asked<R, P> asked = ask(candidate, evaluation, policy);
        Optional<Entry> before = last(
                ledger,
                EntryKind.GATES_DECIDED,
                e -> e.sequence() > after
                        && e.facts().says("toSign", asked.toSign().hex()));
        if (before.isEmpty()) {
            return decide(candidate, evaluation, policy, ledger, at);
        }
        String decided = Long.toString(before.get().sequence());
        Optional<Entry> approved =
                last(ledger, EntryKind.MODEL_APPROVED, e -> e.facts().says("decided", decided));
        if (approved.isPresent()) {
            return new Approved<>(candidate, approved.get().sequence());
        }
        Set<Role> missing = asked.roles();
        ledger.read(Set.of(EntryKind.SIGNED_OFF), e -> {
            if (e.facts().says("decided", decided)) {
                missing.remove(new Role(e.facts().required("role")));
            }
        });
        boolean rejected = last(ledger, EntryKind.MODEL_REJECTED, e -> e.facts().says("decided", decided))
                .isPresent();
        return rejected
                ? new Rejected<>(candidate, evaluation, asked.decisions())
                : follow(asked, before.get(), missing, ledger, at);
    }

    /** The judgement, before anything of it is written. */
    private record Asked<R, P extends Output>(
            Candidate<R, P> candidate,
            Evaluation evaluation,
            List<GateDecision> decisions,
            Set<Role> roles,
            Digest toSign,
            Facts facts) {
        boolean stopped() {
            return decisions.stream().anyMatch(d -> d.ruling() == Ruling.FAIL || d.ruling() == Ruling.INSUFFICIENT);
        }
    }

    private static <R, P extends Output> Asked<R, P> ask(
            Candidate<R, P> candidate, Evaluation evaluation, GatePolicy<P> policy) {
        if (!evaluation.model().equals(candidate.artifact().digest())) {
            throw new IllegalArgumentException("the evaluation is of model "
                    + evaluation.model().brief() + ", the candidate is "
                    + candidate.artifact().digest().brief());
        }
        if (!evaluation.data().equals(candidate.data())) {
            throw new IllegalArgumentException("the evaluation is on data "
                    + evaluation.data().brief() + ", the candidate is from "
                    + candidate.data().brief());
        }
        List<GateDecision> decisions = policy.judge(evaluation);
        for (int i = 0; i < decisions.size(); i++) {
            Gate<P> gate = policy.gates().get(i);
            if (decisions.get(i).ruling() == Ruling.AWAITING_SIGN_OFF
                    && gate.role().isEmpty()) {
                throw new IllegalArgumentException(
                        "gate '" + gate.id() + "' awaits a signature but names no role that could give it");
            }
        }
        Set<Role> roles = new LinkedHashSet<>();
        policy.gates().forEach(gate -> gate.role().ifPresent(roles::add));
        Digest toSign = toSign(candidate, evaluation, policy, decisions);
        Facts facts = facts(candidate)
                .with("toSign", toSign)
                .with("evaluation", evaluation.declaration().digest());
        for (int i = 0; i < decisions.size(); i++) {
            GateDecision decision = decisions.get(i);
            facts = facts.with("gate." + i, decision.gate())
                    .with("gate." + i + ".ruling", decision.ruling().name())
                    .with("gate." + i + ".reason", decision.reason());
        }
        return new Asked<>(candidate, evaluation, decisions, roles, toSign, facts);
    }

    /** What follows from a decision that is written. */
    private static <R, P extends Output> Verdict<R, P> follow(
            Asked<R, P> asked, Entry decided, Set<Role> missing, Ledger ledger, Instant at) {
        Candidate<R, P> candidate = asked.candidate();
        if (asked.stopped()) {
            ledger.append(
                    Draft.of(EntryKind.MODEL_REJECTED, at, facts(candidate).with("decided", decided.sequence())));
            return new Rejected<>(candidate, asked.evaluation(), asked.decisions());
        }
        return missing.isEmpty()
                ? approve(candidate, decided.sequence(), signatures(decided, ledger), ledger, at)
                : new Awaiting<>(
                        candidate, asked.evaluation(), asked.decisions(), missing, asked.toSign(), decided.sequence());
    }

    /** The last signature under a decision, if there is one. */
    private static List<Entry> signatures(Entry decided, Ledger ledger) {
        String number = Long.toString(decided.sequence());
        return last(ledger, EntryKind.SIGNED_OFF, e -> e.facts().says("decided", number)).stream()
                .toList();
    }

    private static Optional<Entry> last(Ledger ledger, EntryKind kind, Predicate<Entry> wanted) {
        List<Entry> found = new ArrayList<>();
        ledger.read(Set.of(kind), entry -> {
            if (wanted.test(entry)) {
                found.add(entry);
            }
        });
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(found.size() - 1));
    }

    /**
     * Continues a verdict with one signature.
     *
     * @return {@link Awaiting} while others have to sign, {@link Approved} with the last signature
     * @throws IllegalArgumentException if the role is not asked for, the signature is under something else, or the person may not
     *     act in the role; the refusal is in the ledger
     * @throws MlopsException if the ledger does not hold the decision that this verdict continues, or cannot be written
     */
    public static <R, P extends Output> Verdict<R, P> sign(
            Awaiting<R, P> awaiting, SignOff signOff, Staff staff, Ledger ledger, Instant at) {
        Objects.requireNonNull(signOff, "signOff");
        Facts facts = facts(awaiting.candidate())
                .with("person", signOff.person())
                .with("role", signOff.role().name())
                .with("signed", signOff.of());
        refusal(awaiting, signOff, staff).ifPresent(reason -> {
            ledger.append(Draft.of(EntryKind.SIGN_OFF_REFUSED, at, facts.with("reason", reason)));
            throw new IllegalArgumentException(reason);
        });
        boolean recorded = ledger.entry(awaiting.ledgerEntry())
                .filter(e -> e.kind() == EntryKind.GATES_DECIDED
                        && e.facts().says("toSign", awaiting.toSign().hex()))
                .isPresent();
        if (!recorded) {
            throw new MlopsException("the ledger holds no decision of the gates under "
                    + awaiting.toSign().brief() + " at entry " + awaiting.ledgerEntry());
        }
        Entry signed = ledger.append(Draft.of(EntryKind.SIGNED_OFF, at, facts.with("decided", awaiting.ledgerEntry())));
        Set<Role> missing = new LinkedHashSet<>(awaiting.roles());
        missing.remove(signOff.role());
        if (!missing.isEmpty()) {
            return new Awaiting<>(
                    awaiting.candidate(),
                    awaiting.evaluation(),
                    awaiting.decisions(),
                    missing,
                    awaiting.toSign(),
                    awaiting.ledgerEntry());
        }
        return approve(awaiting.candidate(), awaiting.ledgerEntry(), List.of(signed), ledger, at);
    }

    /**
     * Takes an earlier approval up again, for example in a fresh JVM: the chain is verified and the decision read back.
     *
     * @param plan digest of the plan that the model was approved under
     * @return empty if the ledger holds no approval of this model under this plan
     * @throws MlopsException if the chain is broken
     */
    public static <R, P extends Output> Optional<Approved<R, P>> reinstate(
            Artifact<P> artifact, Digest plan, Ledger ledger) {
        ledger.verify().<Verification>fold(intact -> intact, broken -> {
            throw new MlopsException("the ledger is broken at entry " + broken.sequence() + ": " + broken.reason());
        });
        return last(
                        ledger,
                        EntryKind.MODEL_APPROVED,
                        entry -> entry.facts().says("model", artifact.digest().hex())
                                && entry.facts().says("plan", plan.hex()))
                .map(approved -> new Approved<>(
                        new Candidate<>(
                                artifact,
                                plan,
                                new Digest(approved.facts().required("data")),
                                approved.facts().required("trainer"),
                                List.of()),
                        approved.sequence()));
    }

    /** Whether the ledger holds the decision that {@code approved} refers to. */
    public static boolean holds(Approved<?, ?> approved, Ledger ledger) {
        Candidate<?, ?> candidate = approved.candidate();
        return ledger.entry(approved.ledgerEntry())
                .filter(e -> e.kind() == EntryKind.MODEL_APPROVED
                        && e.facts().says("model", candidate.artifact().digest().hex())
                        && e.facts().says("plan", candidate.plan().hex())
                        && e.facts().says("data", candidate.data().hex()))
                .isPresent();
    }

    private static Optional<String> refusal(Awaiting<?, ?> awaiting, SignOff signOff, Staff staff) {
        if (!awaiting.roles().contains(signOff.role())) {
            return Optional.of("no signature is awaited from " + signOff.role() + ", but from " + awaiting.roles());
        }
        if (!signOff.of().equals(awaiting.toSign())) {
            return Optional.of("the signature is under " + signOff.of().brief() + ", to be signed is "
                    + awaiting.toSign().brief());
        }
        if (!staff.mayActAs(signOff.person(), signOff.role())) {
            return Optional.of("'" + signOff.person() + "' may not act as " + signOff.role());
        }
        return Optional.empty();
    }

    private static <R, P extends Output> Approved<R, P> approve(
            Candidate<R, P> candidate, long decided, List<Entry> signatures, Ledger ledger, Instant at) {
        Facts facts = facts(candidate).with("decided", decided);
        for (Entry signature : signatures) {
            facts = facts.with("lastSignature", signature.sequence());
        }
        Entry entry = ledger.append(Draft.of(EntryKind.MODEL_APPROVED, at, facts));
        return new Approved<>(candidate, entry.sequence());
    }

    private static Facts facts(Candidate<?, ?> candidate) {
        return Facts.of("model", candidate.artifact().digest())
                .with("plan", candidate.plan())
                .with("data", candidate.data())
                .with("trainer", candidate.trainer());
    }

    private static Digest toSign(
            Candidate<?, ?> candidate, Evaluation evaluation, Declared policy, List<GateDecision> decisions) {
        return Declaration.of("to-sign")
                .with("plan", candidate.plan().hex())
                .with("data", candidate.data().hex())
                .with("model", candidate.artifact().digest().hex())
                .with("evaluation", evaluation)
                .with("policy", policy)
                .withTexts(
                        "decisions",
                        decisions.stream().map(GateDecision::toString).toList())
                .digest();
    }
}
