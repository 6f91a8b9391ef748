package org.clinicalmlops.ledger;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SplittableRandom;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.serve.Change;
import org.clinicalmlops.api.serve.ChangeDecision;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.TrialDecision;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.Workspace;
import org.clinicalmlops.core.registry.ModelVersion;
import org.clinicalmlops.ledger.Host.Visit;

/** A host that changes its mind: the second version is tried, promoted, and rolled back, again and again. */
final class Changing implements HostChild.Work {
    private final Workspace workspace;
    private final Deployment<Visit, Risk> deployment;
    private final HostClock clock;
    private final SplittableRandom random;
    private final Digest first;
    private final Digest second;

    Changing(Workspace workspace, Deployment<Visit, Risk> deployment, HostClock clock, SplittableRandom random) {
        this.workspace = workspace;
        this.deployment = deployment;
        this.clock = clock;
        this.random = random;
        List<ModelVersion> versions = workspace.registry().versions();
        this.first = versions.get(0).model();
        this.second = versions.get(1).model();
    }

    /** @return {@code ack changed number} of the entry by which another version answers */
    @Override
    public String once() {
        long entry = deployment.model().equals(first) ? promoted() : rolledBack();
        return "ack changed " + entry + " " + deployment.model().hex() + "\n";
    }

    private long promoted() {
        try {
            workspace.shadow(
                    deployment, workspace.reinstate(HostPlans.plain(), second).orElseThrow());
        } catch (IllegalStateException e) { // it runs beside the first since before the kill
        }
        deployment.predict(Host.visit(random.nextInt(1_000_000), clock.instant(), random));
        clock.set(clock.instant().plus(2, ChronoUnit.DAYS));
        if (Host.end(deployment) instanceof TrialDecision.Passed passed) {
            return passed.ledgerEntry();
        }
        throw new IllegalStateException("the trial did not pass");
    }

    private long rolledBack() {
        clock.set(clock.instant().plus(1, ChronoUnit.HOURS));
        SignOff signature = SignOff.by(Host.LEAD, Role.CLINICAL_LEAD).of(deployment.toSign(Change.ROLL_BACK, first));
        return workspace.rollBack(deployment, first, signature).fold(ChangeDecision.Made::ledgerEntry, refused -> {
            throw new IllegalStateException("refused: " + refused.refusals());
        });
    }
}
