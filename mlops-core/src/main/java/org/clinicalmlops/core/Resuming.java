package org.clinicalmlops.core;

import java.util.Optional;
import java.util.function.Function;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.validate.Approved;
import org.clinicalmlops.core.serve.LiveDeployment;
import org.clinicalmlops.core.serve.Past;
import org.clinicalmlops.core.serve.TakenUp;
import org.clinicalmlops.core.serve.Watch;

/** How a deployment of an earlier workspace is taken up again. */
record Resuming<R>(Ledger ledger, Registrar registrar, Watches watches, Pipeline<R, Risk> plan) {

    LiveDeployment<R> of(String id, Function<Digest, Optional<Approved<R, Risk>>> approvals) {
        Past past = past(id);
        if (!past.plan().equals(plan.digest().hex())) {
            throw new IllegalArgumentException("deployment '" + id + "' ran under another plan than "
                    + plan.digest().brief());
        }
        if (past.shadow()
                .filter(version -> registrar.isRetired(version.model()))
                .isPresent()) {
            registrar.withdrawn(plan, past);
            past = past(id);
        }
        Watch<R> current = again(past, past.current(), approvals);
        Optional<Past.Served> beside = past.shadow();
        Optional<Watch<R>> shadow =
                beside.isEmpty() ? Optional.empty() : Optional.of(again(past, beside.get(), approvals));
        return TakenUp.of(past, plan, current, shadow, registrar.surroundings(id, plan));
    }

    private Past past(String id) {
        return Past.of(ledger, id, watches.sealing())
                .orElseThrow(() -> new IllegalArgumentException("the ledger knows no deployment '" + id + "'"));
    }

    private Watch<R> again(Past past, Past.Served version, Function<Digest, Optional<Approved<R, Risk>>> approvals) {
        Approved<R, Risk> approved = approvals
                .apply(version.model())
                .orElseThrow(() -> new MlopsException("the ledger holds no approval of model "
                        + version.model().brief() + " under plan "
                        + plan.digest().brief()));
        return watches.of(version, registrar.bind(approved, plan, past.deployment()), Registrar.watching(plan));
    }
}
