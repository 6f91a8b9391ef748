package org.clinicalmlops.core.learn.loop;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.learn.ChangeControl;
import org.clinicalmlops.api.learn.DataManagement;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.LedgerConflict;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.internal.RunRecord;
import org.clinicalmlops.core.learn.loop.UpdateRun.StartedBy;

/**
 * Carries out the change plan of one deployment: an update is a sequence of {@link Step}s, of which each ends with one entry. Everything
 * is in the ledger; this object holds nothing but copies, so that any process can go on with the first step that has no entry. Of two
 * that take the same step at once, one gets a {@link LedgerConflict}, and nothing of its step is stored. One update runs at a time.
 *
 * <p>A step that cannot be done now throws, and is taken again when the host asks next; a person can call the update off. Thread-safe:
 * one step at a time, under one private lock. Slow; never from a clinical thread.
 *
 * @param <R> the host's row
 */
public final class LearningLoop<R> {
    private final Pipeline<R, Risk> plan;
    private final LoopSettings<R> settings;
    private final LoopTools tools;
    private final Served<R> served;
    private final Object lock = new Object();
    private Optional<Work<R>> work = Optional.empty();
    private String worksOn = "";

    private LearningLoop(Pipeline<R, Risk> plan, LoopSettings<R> settings, LoopTools tools, Served<R> served) {
        this.plan = plan;
        this.settings = settings;
        this.tools = tools;
        this.served = served;
    }

    /**
     * @throws IllegalArgumentException if the change plan lists no modifications, or asks for what the settings do not have
     */
    public static <R> LearningLoop<R> of(
            Pipeline<R, Risk> plan, LoopSettings<R> settings, LoopTools tools, Served<R> served) {
        ChangeControl control = plan.learning()
                .changePlan()
                .control()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the change plan must list modifications for a learning loop, and lists none"));
        double alpha = control.protocol().evaluation().alpha();
        if (!(alpha < 0.5)) {
            throw new IllegalArgumentException(
                    "alpha of the change plan's evaluation must be below 0.5 for a one-sided comparison, was " + alpha);
        }
        if (control.protocol().data().intervened() == DataManagement.Intervened.AS_SEEN
                && settings.asSeen().isEmpty()) {
            throw new IllegalArgumentException("the change plan counts rows that were intervened on as seen, so the"
                    + " settings must say by intervenedAsSeen which outcome they had");
        }
        List<String> subgroups = plan.evaluation().subgroups().stream()
                .map(subgroup -> subgroup.name())
                .toList();
        settings.source().filter(source -> !subgroups.contains(source)).ifPresent(source -> {
            throw new IllegalArgumentException("the source '" + source + "' must be a subgroup that the plan evaluates;"
                    + " it evaluates " + subgroups);
        });
        return new LearningLoop<>(
                Objects.requireNonNull(plan, "plan"),
                settings,
                Objects.requireNonNull(tools, "tools"),
                Objects.requireNonNull(served, "served"));
    }

    /** The newest update, running or over; empty if there was none. Cost: one pass over the entries of updates. */
    public Optional<UpdateRun> last() {
        return updates().last();
    }

    /** Whether one is running. */
    public boolean running() {
        return updates().running().isPresent();
    }

    private Updates updates() {
        return Updates.of(tools.ledger(), served.deployment());
    }

    /**
     * Starts an update by hand.
     *
     * @param person who may act in {@code role}
     * @param role of a stakeholder of the use case
     * @throws IllegalArgumentException if the person may not
     * @throws IllegalStateException if an update runs, or the deployment is not live and alone
     * @throws LedgerConflict if somebody else has started one at the same time
     */
    public UpdateRun start(String person, Role role) {
        synchronized (lock) {
            mustBeStakeholder(person, role);
            return start(updates(), StartedBy.PERSON, Facts.of("person", person).with("role", role.name()));
        }
    }

    /**
     * Starts an update because monitoring has proposed one.
     *
     * @param proposal its id
     * @return empty if an update runs, or the deployment is not live and alone
     */
    public Optional<UpdateRun> start(String proposal) {
        synchronized (lock) {
            Updates updates = updates();
            return refusal(updates).isPresent()
                    ? Optional.empty()
                    : Optional.of(start(updates, StartedBy.TRIGGER, Facts.of("proposal", proposal)));
        }
    }

    /** Starts an update if the calendar asks for one that was not started yet; empty if not, or as {@link #start(String)}. */
    public Optional<UpdateRun> startOnSchedule() {
        synchronized (lock) {
            Updates updates = updates();
            Optional<Instant> due = settings.schedule()
                    .flatMap(schedule -> schedule.lastDue(tools.clock().instant()))
                    .filter(date -> updates.last()
                            .map(last -> last.startedAt().isBefore(date))
                            .orElse(true));
            return due.isEmpty() || refusal(updates).isPresent()
                    ? Optional.empty()
                    : Optional.of(start(
                            updates,
                            StartedBy.SCHEDULE,
                            Facts.of("due", due.get().toString())));
        }
    }

    /**
     * Starts an update because of an earlier proposal, if monitoring still shows harm, and either no update was started for it, or that
     * came to nothing and every row of the newest is newer than those of that try. So harm is not forgotten because the rows of the
     * day on which it was seen did not show it yet, or another update ran.
     *
     * @param proposal its id; of the version in use
     * @return empty if not, or as {@link #start(String)}
     */
    public Optional<UpdateRun> startAgain(String proposal) {
        synchronized (lock) {
            Updates updates = updates();
            Instant now = tools.clock().instant();
            boolean tried = updates.all().stream()
                    .filter(run -> run.proposal().equals(Optional.of(proposal)))
                    .reduce((before, later) -> later)
                    .map(run -> !cameToNothing(run) || now.isBefore(allNewer(run.startedAt())))
                    .orElse(false);
            boolean harm = served.alerts().stream().anyMatch(Alert::harm);
            return tried || !harm || refusal(updates).isPresent()
                    ? Optional.empty()
                    : Optional.of(start(updates, StartedBy.TRIGGER, Facts.of("proposal", proposal)));
        }
    }

    /** From when on the newest rows are all newer than those of a try. */
    private Instant allNewer(Instant tried) {
        Period newest = plan.learning()
                .changePlan()
                .control()
                .orElseThrow()
                .protocol()
                .data()
                .newest();
        return tried.atZone(ZoneOffset.UTC).plus(newest).toInstant();
    }

    private static boolean cameToNothing(UpdateRun run) {
        return run.end()
                .filter(end -> end.how() == UpdateEnd.How.NOTHING_NEEDED || end.how() == UpdateEnd.How.REFUSED)
                .isPresent();
    }

    private Optional<String> refusal(Updates updates) {
        if (updates.running().isPresent()) {
            return Optional.of("update '" + updates.running().get().id() + "' is running");
        }
        if (!served.live() || served.beside().isPresent()) {
            return Optional.of("an update needs a deployment that is live and has no newer version beside it");
        }
        return Optional.empty();
    }

    private UpdateRun start(Updates updates, StartedBy by, Facts why) {
        refusal(updates).ifPresent(reason -> {
            throw new IllegalStateException(reason);
        });
        String id = served.deployment() + "/update/" + (1 + updates.all().size());
        Facts facts = RunRecord.plan(plan)
                .with("deployment", served.deployment())
                .with("update", id)
                .with("model", served.model())
                .with("startedBy", by.name())
                .and(why);
        return UpdateRun.started(updates.ledger()
                .append(Draft.of(EntryKind.UPDATE_STARTED, tools.clock().instant(), facts)));
    }

    private void mustBeStakeholder(String person, Role role) {
        boolean named = plan.useCase().stakeholders().stream()
                .anyMatch(stakeholder -> stakeholder.role().equals(role));
        if (!named) {
            throw new IllegalArgumentException("the role '" + role + "' is no stakeholder of the use case");
        }
        if (!tools.staff().mayActAs(person, role)) {
            throw new IllegalArgumentException("'" + person + "' may not act as " + role);
        }
    }

    /**
     * Takes the next step of the update that runs, or says what it waits for.
     *
     * @return the end, if the last one is over
     * @throws IllegalStateException if there was never an update
     * @throws LedgerConflict if somebody else has taken the step at the same time: ask again
     * @throws MlopsException if the step cannot be done now; it is not recorded, and taken again next time
     */
    public LoopAnswer advance() {
        synchronized (lock) {
            Updates updates = updates();
            UpdateRun run = updates.last().orElseThrow(() -> new IllegalStateException("no update was started"));
            if (run.end().isPresent()) {
                return new LoopAnswer.Ended(run.end().get());
            }
            Step step = run.next().orElseThrow();
            Work<R> now = work(run, updates);
            now.progress("update " + run.id() + ", step " + (1 + step.ordinal()) + " of " + Step.values().length + ": "
                    + step.words());
            StepResult result;
            try {
                result = take(now, step);
            } catch (DataCutStep.ChangedRows changed) {
                result = StepResult.Over.refused(String.valueOf(changed.getMessage()), Facts.NONE);
            }
            return record(now, step, result);
        }
    }

    private Work<R> work(UpdateRun run, Updates updates) {
        if (!worksOn.equals(run.id()) || work.isEmpty()) {
            work = Optional.of(new Work<>(plan, settings, tools, served, updates));
            worksOn = run.id();
        }
        return work.get().with(updates);
    }

    private static <R> StepResult take(Work<R> work, Step step) {
        return switch (step) {
            case DATA_CUT -> new DataCutStep<R>().of(work);
            case GUARDS -> new GuardStep<R>().of(work);
            case UPDATE_CHOICE -> new ChoiceStep<R>().of(work);
            case CANDIDATE -> new CandidateStep<R>().of(work);
            case PLAN_JUDGEMENT -> new PlanStep<R>().of(work);
            case SEQUESTERED_USE -> new Comparisons<R>().use(work);
            case COMPARISON -> new Comparisons<R>().compare(work);
            case FORGETTING -> new Comparisons<R>().forgetting(work);
            case EVALUATION -> new GateStep<R>().evaluate(work);
            case GATES -> new GateStep<R>().of(work);
            case SHADOW -> new ServingSteps<R>().shadow(work);
            case SHADOW_TIME -> new ServingSteps<R>().time(work);
            case PROMOTION -> new ServingSteps<R>().promote(work);
            case PROBATION -> new ServingSteps<R>().probation(work);
        };
    }

    private LoopAnswer record(Work<R> now, Step step, StepResult result) {
        if (result instanceof StepResult.Later later) {
            return later.waiting();
        }
        Facts about = now.about().with("step", step.name());
        List<Draft> drafts = new ArrayList<>();
        if (result instanceof StepResult.Done done) {
            drafts.addAll(done.before());
            drafts.add(stepDone(now, about.and(done.facts()), done.details()));
            now.updates().ledger().appendAll(drafts);
            return new LoopAnswer.Advanced(step);
        }
        StepResult.Over over = (StepResult.Over) result;
        UpdateEnd end = new UpdateEnd(over.how(), step, over.reason());
        if (over.how() == UpdateEnd.How.REFUSED) {
            served.withdraw(over.reason());
        }
        drafts.addAll(over.before());
        drafts.add(stepDone(now, about.and(over.facts()), over.details()));
        drafts.add(ended(now, end));
        now.updates().ledger().appendAll(drafts);
        return new LoopAnswer.Ended(end);
    }

    private static Draft stepDone(Work<?> work, Facts facts, List<String> details) {
        Draft draft = Draft.of(EntryKind.UPDATE_STEP_DONE, work.now(), facts);
        return details.isEmpty()
                ? draft
                : draft.body(Declaration.of("update-step")
                        .withTexts("details", details)
                        .json());
    }

    private static Draft ended(Work<?> work, UpdateEnd end) {
        return Draft.of(
                EntryKind.UPDATE_ENDED,
                work.now(),
                work.about()
                        .with("step", end.step().name())
                        .with("end", end.how().name())
                        .with("reason", end.reason()));
    }

    /** Takes steps until there is something to wait for, or the end. As {@link #advance}. */
    public LoopAnswer proceed() {
        synchronized (lock) {
            LoopAnswer answer = advance();
            while (answer instanceof LoopAnswer.Advanced) {
                answer = advance();
            }
            return answer;
        }
    }

    /**
     * Gives the signature that the update waits for, and goes on.
     *
     * @throws IllegalStateException if it waits for none
     * @throws IllegalArgumentException if a gate's signature is not as it should be; that is recorded
     * @return as {@link #proceed}; a promotion that is not accepted waits on, with the reasons
     */
    public LoopAnswer sign(SignOff signOff) {
        synchronized (lock) {
            LoopAnswer before = proceed();
            if (!(before instanceof LoopAnswer.Waiting waiting)
                    || waiting.signature().isEmpty()) {
                throw new IllegalStateException("the update of '" + served.deployment() + "' waits for no signature");
            }
            Updates updates = updates();
            Work<R> now = work(updates.last().orElseThrow(), updates);
            if (waiting.step() == Step.GATES) {
                new GateStep<R>().sign(now, signOff);
                return proceed();
            }
            List<String> missing = served.promote(signOff);
            return missing.isEmpty() ? proceed() : new ServingSteps<R>().waiting(now, String.join("; ", missing));
        }
    }

    /**
     * Calls the update off, before its version is promoted; a trial of it ends.
     *
     * @param person who may act in {@code role}
     * @param role of a stakeholder of the use case
     * @param reason in words; no patient's data
     * @throws IllegalArgumentException if the person may not
     * @throws IllegalStateException if no update runs, or its version is promoted
     * @throws LedgerConflict if somebody else has taken a step at the same time
     */
    public UpdateEnd cancel(String person, Role role, String reason) {
        synchronized (lock) {
            mustBeStakeholder(person, role);
            Updates updates = updates();
            UpdateRun run = updates.running()
                    .orElseThrow(
                            () -> new IllegalStateException("no update of '" + served.deployment() + "' is running"));
            Step step = run.next().orElseThrow();
            if (!step.cancellable()
                    || run.candidate().filter(served.model()::equals).isPresent()) {
                throw new IllegalStateException("update '" + run.id() + "' is promoted: roll it back instead");
            }
            Work<R> now = work(run, updates);
            UpdateEnd end = new UpdateEnd(UpdateEnd.How.CANCELLED, step, reason);
            served.withdraw(reason);
            Draft ended = ended(now, end);
            updates.ledger()
                    .append(Draft.of(
                            EntryKind.UPDATE_ENDED,
                            ended.at(),
                            ended.facts().with("person", person).with("role", role.name())));
            return end;
        }
    }
}
