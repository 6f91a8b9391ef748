package org.clinicalmlops.core.serve;

import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.core.model.BoundModel;

/** Makes a version that the ledger holds ready to answer in a deployment. May be called from any thread. */
@FunctionalInterface
public interface Opener<R> {
    /**
     * Ready to answer.
     *
     * @param model bound to the host's features
     * @param monitor that starts now, with the baseline of the model
     */
    record Opened<R>(BoundModel<? super R> model, Monitor monitor) {}

    /** @throws MlopsException if the ledger holds no approval of it, or it does not fit the features any more */
    Opened<R> open(Digest model);
}
