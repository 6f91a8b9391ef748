package org.clinicalmlops.core;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.clinicalmlops.api.learn.ChangePlan;
import org.clinicalmlops.core.learn.loop.LearningLoop;
import org.clinicalmlops.core.learn.loop.LoopAnswer;
import org.clinicalmlops.core.learn.loop.LoopSettings;
import org.clinicalmlops.core.learn.loop.LoopTools;
import org.clinicalmlops.core.serve.LiveDeployment;

/** The learning loops of a workspace, one for each deployment whose change plan lists modifications. Not thread-safe. */
final class Loops {
    private final LoopTools tools;
    private final Registrar registrar;
    private final Map<String, LearningLoop<?>> loops = new HashMap<>();

    Loops(LoopTools tools, Registrar registrar) {
        this.tools = tools;
        this.registrar = registrar;
    }

    /** @throws IllegalArgumentException as {@link LearningLoop#of} */
    <R> LearningLoop<R> with(LiveDeployment<R> deployment, LoopSettings<R> settings) {
        LearningLoop<R> loop =
                LearningLoop.of(deployment.plan(), settings, tools, new ServedDeployment<>(deployment, registrar));
        loops.put(deployment.id(), loop);
        return loop;
    }

    /** With the settings that were given last, or the standard ones. */
    <R> LearningLoop<R> of(LiveDeployment<R> deployment) {
        @SuppressWarnings("unchecked") // made for this deployment, whose rows are R
        LearningLoop<R> known = (LearningLoop<R>) loops.get(deployment.id());
        return known == null ? with(deployment, LoopSettings.standard()) : known;
    }

    /** Carries the update that runs on; empty if none runs. */
    <R> Optional<LoopAnswer> carryOn(LiveDeployment<R> deployment) {
        LearningLoop<R> loop = of(deployment);
        return loop.running() ? Optional.of(loop.proceed()) : Optional.empty();
    }

    /**
     * Starts an update if monitoring or the calendar asks for one, and carries it on.
     *
     * @param fresh id of a proposal of this review
     * @param known id of the newest proposal about the version in use
     */
    <R> Optional<LoopAnswer> start(LiveDeployment<R> deployment, Optional<String> fresh, Optional<String> known) {
        LearningLoop<R> loop = of(deployment);
        boolean triggered = deployment.plan().learning().changePlan().startedBy() == ChangePlan.Start.TRIGGER
                && fresh.flatMap(loop::start)
                        .or(() -> known.flatMap(loop::startAgain))
                        .isPresent();
        return triggered || loop.startOnSchedule().isPresent() ? Optional.of(loop.proceed()) : Optional.empty();
    }
}
