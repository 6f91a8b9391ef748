package org.clinicalmlops.core.learn.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.learn.AutomaticPermission;
import org.clinicalmlops.api.learn.Evidence;
import org.clinicalmlops.api.learn.RollbackRule;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.Approved;
import org.clinicalmlops.api.validate.GateKeeper;

/** The steps that touch the deployment. Each looks first for the entry of its effect, so that no effect comes about twice. */
final class ServingSteps<R> {

    StepResult shadow(Work<R> work) {
        Optional<Entry> started = started(work);
        if (started.isEmpty()) {
            Approved<R, Risk> approved = GateKeeper.<R, Risk>reinstate(
                            work.candidate(), work.plan().digest(), work.tools().ledger())
                    .orElseThrow(() -> new MlopsException("the ledger holds no approval of model "
                            + work.candidate().digest().brief()));
            work.served().shadow(approved);
            started = started(work);
        }
        return StepResult.Done.of(trial(started.orElseThrow()));
    }

    private static Facts trial(Entry started) {
        return Facts.of("trial", Long.toString(started.sequence())).with("since", started.at());
    }

    private Optional<Entry> started(Work<R> work) {
        return work.ofCandidate(
                EntryKind.SILENT_TRIAL_STARTED, facts -> facts.text("beside").isPresent());
    }

    private Optional<Entry> promoted(Work<R> work) {
        return work.ofCandidate(EntryKind.MODEL_PROMOTED, facts -> true);
    }

    /** Empty if the candidate is on trial still, or is promoted already. */
    private Optional<StepResult> gone(Work<R> work) {
        Digest candidate = work.candidate().digest();
        boolean there = work.served().beside().filter(candidate::equals).isPresent()
                || promoted(work).isPresent();
        return there
                ? Optional.empty()
                : Optional.of(StepResult.Over.refused("somebody has ended the trial of the new version", Facts.NONE));
    }

    /** What would take a version back while on probation keeps it from being promoted. */
    private Optional<StepResult> harmOnTrial(Work<R> work) {
        if (promoted(work).isPresent()) {
            return Optional.empty();
        }
        List<Alert> open = work.served().alertsOnTrial();
        boolean harm = work.control()
                .rollback()
                .harm()
                .holds(Evidence.of(List.of(), work.now()).waiting(open));
        return harm
                ? Optional.of(StepResult.Over.refused("harm while on trial: " + explained(open), Facts.NONE))
                : Optional.empty();
    }

    private static String explained(List<Alert> alerts) {
        return String.join(
                "; ",
                alerts.stream().map(alert -> alert.finding().explanation()).toList());
    }

    StepResult time(Work<R> work) {
        Optional<StepResult> gone = gone(work);
        if (gone.isPresent()) {
            return gone.get();
        }
        Optional<StepResult> harmful = harmOnTrial(work);
        if (harmful.isPresent()) {
            return harmful.get();
        }
        Duration shadow = work.control().protocol().update().shadow();
        Instant until =
                Instant.parse(work.run().of(Step.SHADOW).required("since")).plus(shadow);
        if (promoted(work).isEmpty() && work.now().isBefore(until)) {
            return new StepResult.Later(new LoopAnswer.Waiting(
                    Step.SHADOW_TIME, "the trial of the new version", Optional.of(until), Optional.empty()));
        }
        return StepResult.Done.of(Facts.of("until", until.toString()));
    }

    StepResult promote(Work<R> work) {
        Optional<Entry> promoted = promoted(work);
        if (promoted.isPresent()) {
            return done(promoted.get());
        }
        Optional<StepResult> gone = gone(work);
        if (gone.isPresent()) {
            return gone.get();
        }
        Optional<StepResult> harmful = harmOnTrial(work);
        if (harmful.isPresent()) {
            return harmful.get();
        }
        Optional<AutomaticPermission> permission = new PlanStep<R>().permission(work);
        if (permission.isEmpty()) {
            return new StepResult.Later(waiting(work, why(work)));
        }
        List<String> missing = work.served().promote(permission.get());
        return missing.isEmpty()
                ? done(promoted(work).orElseThrow())
                : new StepResult.Later(waiting(work, String.join("; ", missing)));
    }

    private static StepResult done(Entry promoted) {
        Facts facts = Facts.of("promoted", Long.toString(promoted.sequence())).with("since", promoted.at());
        return StepResult.Done.of(promoted.facts()
                .text("person")
                .map(person -> facts.with("person", person))
                .orElse(facts));
    }

    /** What a person has to sign for a promotion. */
    LoopAnswer.Waiting waiting(Work<R> work, String why) {
        Role role = work.control().protocol().update().promotedBy();
        return new LoopAnswer.Waiting(
                Step.PROMOTION,
                why,
                Optional.empty(),
                Optional.of(
                        new LoopAnswer.Signature(List.of(role), work.served().toSign())));
    }

    private String why(Work<R> work) {
        String role = "a signature of "
                + work.control().protocol().update().promotedBy().name();
        Facts judged = work.run().of(Step.PLAN_JUDGEMENT);
        if (judged.says("inPlan", "false")) {
            return role + ", since the change is out of plan: " + judged.required("clause");
        }
        List<String> cautions = work.run().cautions();
        return cautions.isEmpty()
                ? role + ", as modification '" + judged.required("modification") + "' asks for"
                : role + ", since not everything could be shown: " + String.join("; ", cautions);
    }

    /**
     * Harm that is seen while on probation takes the version back. A first look after its end still counts what was opened before: a
     * scheduler that was late must not save a version.
     */
    StepResult probation(Work<R> work) {
        RollbackRule rule = work.control().rollback();
        Instant promoted = Instant.parse(work.run().of(Step.PROMOTION).required("since"));
        Instant end = promoted.plus(rule.probation());
        Digest inUse = work.served().model();
        if (!inUse.equals(work.candidate().digest())) {
            return inUse.equals(work.run().champion())
                    ? over(UpdateEnd.How.ROLLED_BACK, "the version before answers again", promoted)
                    : over(UpdateEnd.How.KEPT, "replaced by model " + inUse.brief() + " while on probation", promoted);
        }
        boolean late = !work.now().isBefore(end);
        List<Alert> open = work.served().alerts().stream()
                .filter(alert -> !late || alert.openedAt().isBefore(end))
                .toList();
        Evidence evidence = Evidence.of(List.of(), late ? end.minusNanos(1) : work.now())
                .since(promoted)
                .waiting(open);
        if (rule.rollsBack(promoted, evidence)) {
            String reason = "harm while on probation: " + explained(open);
            List<String> missing = work.served().rollBack(evidence);
            return missing.isEmpty()
                    ? over(UpdateEnd.How.ROLLED_BACK, reason, promoted)
                    : StepResult.Later.of(Step.PROBATION, String.join("; ", missing));
        }
        return late
                ? over(UpdateEnd.How.KEPT, "no harm was seen while on probation", promoted)
                : new StepResult.Later(new LoopAnswer.Waiting(
                        Step.PROBATION, "the end of the probation", Optional.of(end), Optional.empty()));
    }

    private static StepResult over(UpdateEnd.How how, String reason, Instant promoted) {
        return new StepResult.Over(how, reason, Facts.of("since", promoted.toString()), List.of());
    }
}
