package org.clinicalmlops.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.validate.Approved;
import org.clinicalmlops.core.serve.LiveDeployment;

/** The plans that a workspace has seen, and the deployments that are open in it. Thread-safe. */
final class OpenDeployments {
    private final Map<Digest, Pipeline<?, Risk>> plans = new ConcurrentHashMap<>();
    private final List<LiveDeployment<?>> deployments = new CopyOnWriteArrayList<>();

    void seen(Pipeline<?, Risk> plan) {
        plans.put(plan.digest(), plan);
    }

    /** @throws IllegalArgumentException if it was neither run nor reinstated here */
    <R> Pipeline<R, Risk> planOf(Approved<R, Risk> approved) {
        Digest digest = approved.candidate().plan();
        Pipeline<?, Risk> plan = plans.get(digest);
        if (plan == null) {
            throw new IllegalArgumentException(
                    "plan " + digest.brief() + " was neither run nor reinstated in this workspace");
        }
        @SuppressWarnings("unchecked") // the plan with this digest made this approval, so its rows are R
        Pipeline<R, Risk> typed = (Pipeline<R, Risk>) plan;
        return typed;
    }

    <R> LiveDeployment<R> add(LiveDeployment<R> deployment) {
        deployments.add(deployment);
        return deployment;
    }

    List<LiveDeployment<?>> all() {
        return List.copyOf(deployments);
    }

    /** @throws IllegalStateException if it is open here */
    void mustNotHave(String id) {
        if (deployments.stream().anyMatch(open -> open.id().equals(id))) {
            throw new IllegalStateException("deployment '" + id + "' is open in this workspace");
        }
    }

    /** @throws IllegalArgumentException if it is not open here */
    <R> LiveDeployment<R> own(Deployment<R, Risk> deployment) {
        if (!(deployment instanceof LiveDeployment<R> live) || !deployments.contains(deployment)) {
            throw new IllegalArgumentException("deployment '" + deployment.id() + "' is not of this workspace");
        }
        return live;
    }

    /**
     * Closes all.
     *
     * @param last what there is to do with each when no new prediction begins
     * @return what the ledger did not take
     */
    List<MlopsException> close(Consumer<LiveDeployment<?>> last) {
        List<MlopsException> failures = new ArrayList<>();
        for (LiveDeployment<?> deployment : deployments) {
            try {
                deployment.close(() -> last.accept(deployment));
            } catch (MlopsException e) {
                failures.add(e);
            }
        }
        deployments.clear();
        return failures;
    }
}
