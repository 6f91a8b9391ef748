package org.clinicalmlops.core;

import java.util.Objects;
import java.util.Optional;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.learn.UpdateProposal;
import org.clinicalmlops.api.monitor.WindowReport;
import org.clinicalmlops.api.validate.Verdict;

/**
 * What a review of a deployment did. Everything in it is in the ledger.
 *
 * @param window the window that was closed; empty while it is open
 * @param beside the window that was closed of a newer version that runs silently beside: it leads to nothing by itself
 * @param proposal what the window's alerts ask for
 * @param retrained the verdict on a new version, if a trigger started a retraining
 * @param failure why a retraining that was started did not end in a verdict
 */
public record Review<R>(
        Optional<WindowReport> window,
        Optional<WindowReport> beside,
        Optional<UpdateProposal> proposal,
        Optional<Verdict<R, Risk>> retrained,
        Optional<String> failure) {
    public Review {
        Objects.requireNonNull(window, "window");
        Objects.requireNonNull(beside, "beside");
        Objects.requireNonNull(proposal, "proposal");
        Objects.requireNonNull(retrained, "retrained");
        Objects.requireNonNull(failure, "failure");
    }
}
