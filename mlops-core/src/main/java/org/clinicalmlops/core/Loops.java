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
        LearningLoop<R> loop = LearningLoop.of(
                deployment.plan(), settings, tools, new ServedDeployment<>(deployment, registrar));
        loops.put(deployment.id(), loop);
        return loop;
    }

    /** With the settings that were given last, or the standard ones. */
    <R> LearningLoop<R> of(LiveDeployment<R> deployment) {
        @SuppressWarnings("unchecked") // made for this deployment, whose rows are R
        LearningLoop<R> known = (LearningLoop<R>) loops.get(deployment.id());
        return known == null ? with(deployment, LoopSettings.standard()) : known;
    }

    /**
     * Carries the update that runs on, or starts one if monitoring or the calendar asks for it.
     *
     * @param proposal id of a proposal of this review that asks for a new version
     * @return where the update is; empty if there is none, or the change plan lists no modifications
     */
    <R> Optional<LoopAnswer> review(LiveDeployment<R> deployment, Optional<String> proposal) {
        ChangePlan plan = deployment.plan().learning().changePlan();
        if (plan.control().isEmpty()) {
            return Optional.empty();
        }
        LearningLoop<R> loop = of(deployment);
        if (loop.running()) {
            return Optional.of(loop.proceed());
        }
        boolean triggered = plan.startedBy() == ChangePlan.Start.TRIGGER
                && proposal.flatMap(loop::start).isPresent();
        return triggered || loop.startOnSchedule().isPresent() ? Optional.of(loop.proceed()) : Optional.empty();
    }
}
