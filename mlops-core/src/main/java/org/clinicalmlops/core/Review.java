package org.clinicalmlops.core;

import java.util.Objects;
import java.util.Optional;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.learn.UpdateProposal;
import org.clinicalmlops.api.monitor.WindowReport;
import org.clinicalmlops.api.validate.Verdict;
import org.clinicalmlops.core.learn.loop.LoopAnswer;

/**
 * What a review of a deployment did. Everything in it is in the ledger.
 *
 * @param window the window that was closed; empty while it is open
 * @param beside the window that was closed of a newer version that runs silently beside: it leads to nothing by itself
 * @param proposal what the window's alerts ask for
 * @param retrained the verdict on a new version, if a trigger started a retraining
 * @param update where the update of the learning loop is, of a change plan that lists modifications; it is carried on by every review
 * @param failure why a retraining or an update could not go on; an update is tried again at the next review
 */
public record Review<R>(
        Optional<WindowReport> window,
        Optional<WindowReport> beside,
        Optional<UpdateProposal> proposal,
        Optional<Verdict<R, Risk>> retrained,
        Optional<LoopAnswer> update,
        Optional<String> failure) {
    public Review {
        Objects.requireNonNull(window, "window");
        Objects.requireNonNull(beside, "beside");
        Objects.requireNonNull(proposal, "proposal");
        Objects.requireNonNull(retrained, "retrained");
        Objects.requireNonNull(update, "update");
        Objects.requireNonNull(failure, "failure");
    }

    /** Nothing but what monitoring did. */
    static <R> Review<R> of(
            Optional<WindowReport> window, Optional<WindowReport> beside, Optional<UpdateProposal> proposal) {
        return new Review<>(window, beside, proposal, Optional.empty(), Optional.empty(), Optional.empty());
    }

    Review<R> retrained(Verdict<R, Risk> verdict) {
        return new Review<>(window, beside, proposal, Optional.of(verdict), update, failure);
    }

    Review<R> update(Optional<LoopAnswer> answer) {
        return new Review<>(window, beside, proposal, retrained, answer, failure);
    }

    Review<R> failed(String reason) {
        return new Review<>(window, beside, proposal, retrained, update, Optional.of(reason));
    }
}
