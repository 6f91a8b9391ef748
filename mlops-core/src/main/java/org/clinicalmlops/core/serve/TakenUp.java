package org.clinicalmlops.core.serve;

import java.util.Optional;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.LedgerConflict;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.core.model.BoundModel;
import org.clinicalmlops.core.registry.Course;

/** A deployment that goes on. Stateless. */
public final class TakenUp {
    private TakenUp() {}

    /**
     * Goes on with a deployment that was: live if it was, stopped if it was, with the newer version beside it, which answers for its share if it did. Everything that was offered
     * before is stored; the monitors are told what the ledger holds since their states were saved.
     *
     * @throws LedgerConflict if its version is retired meanwhile
     */
    public static <R> LiveDeployment<R> of(
            Past past, Pipeline<R, Risk> plan, Watch<R> current, Optional<Watch<R>> shadow, Surroundings<R> with) {
        String id = past.deployment();
        Course course = Course.of(with.ledger(), id);
        Version<R> answers = taken(plan, with, current);
        Version<R> beside =
                shadow.<Version<R>>map(watch -> taken(plan, with, watch)).orElse(null);
        OutcomeBook outcomes = new OutcomeBook();
        Replay replay = new Replay(
                id, plan.useCase(), with.monitorClock(), outcomes, with.audit().sealing());
        replay.into(answers, current);
        if (beside != null) {
            replay.into(beside, shadow.orElseThrow());
        }
        replay.of(with.ledger());
        VersionChanges<R> changes = VersionChanges.again(id, plan, with, answers, beside, course.standing());
        String mode = !past.live() ? "silent" : course.standing().stopped() ? "stopped" : "live";
        Facts facts = changes.about(answers)
                .with("mode", mode)
                .with("sequence", past.sequence())
                .with("replayed", replay.told())
                .with("lost", replay.lost())
                .with("forgotten", replay.forgotten())
                .and(came("", current));
        if (shadow.isPresent()) {
            facts = facts.with("shadow.model", shadow.get().past().model()).and(came("shadow.", shadow.get()));
        }
        changes.resumed(course.last(), facts);
        return new LiveDeployment<>(course.site(), changes, outcomes, past.sequence());
    }

    private static Facts came(String prefix, Watch<?> watch) {
        Facts facts = Facts.of(prefix + "monitor", watch.how().name());
        return watch.reason()
                .map(reason -> facts.with(prefix + "reason", reason))
                .orElse(facts);
    }

    @SuppressWarnings("unchecked") // a model that reads a supertype of R reads every R
    private static <R> Version<R> taken(Pipeline<R, Risk> plan, Surroundings<R> with, Watch<R> watch) {
        Version<R> version = Version.warm(
                plan,
                with,
                (BoundModel<R>) watch.model(),
                watch.monitor(),
                watch.past().since());
        version.answered.set(watch.past().answered());
        version.abstained.set(watch.past().abstained());
        return version;
    }
}
