package org.clinicalmlops.core.registry;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.serve.Challenger;

/**
 * How a deployment stands after some of its entries.
 *
 * @param current the version that is in use, or on its first silent trial; empty before there is one
 * @param shadow a newer one beside it: silently, or answering for a share of the patients
 * @param challenger the share, if it does
 * @param live whether the first silent trial is over
 * @param stopped whether it was stopped and not started again
 * @param closed whether its workspace was closed and it was not resumed
 * @param changed number of the newest entry that changed any of this; 0 before the first
 */
public record Standing(
        Optional<Digest> current,
        Optional<Digest> shadow,
        Optional<Challenger> challenger,
        boolean live,
        boolean stopped,
        boolean closed,
        long changed) {
    static final Standing NONE =
            new Standing(Optional.empty(), Optional.empty(), Optional.empty(), false, false, false, 0);

    /** The version in use, if it answers; empty if none does. With a challenger it answers for the rest of the patients. */
    public Optional<Digest> answering() {
        return answers() ? current : Optional.empty();
    }

    /** The version that answers for a patient; empty if none does. @param patient the pseudonym */
    public Optional<Digest> answering(String patient) {
        return challenger
                .filter(newer -> answers() && newer.answersFor(patient))
                .map(Challenger::model)
                .or(this::answering);
    }

    /** The versions that answer, the one in use first, with their shares, which add up to 1; none if none does. */
    public List<Share> shares() {
        if (!answers() || current.isEmpty()) {
            return List.of();
        }
        Digest champion = current.get();
        return challenger
                .map(newer ->
                        List.of(new Share(champion, rest(newer.share())), new Share(newer.model(), newer.share())))
                .orElseGet(() -> List.of(new Share(champion, 1)));
    }

    /** As one would write it: the rest of 0.9 is 0.1, of which {@code 1 - 0.9} misses the last bits. */
    private static double rest(double share) {
        return BigDecimal.ONE.subtract(BigDecimal.valueOf(share)).doubleValue();
    }

    private boolean answers() {
        return live && !stopped && !closed;
    }

    /** Whether a version is in use, stopped or silently on trial here, and the deployment is not closed. */
    public boolean uses(Digest model) {
        return !closed && (current.equals(Optional.of(model)) || shadow.equals(Optional.of(model)));
    }

    /** The challenger as the entry says by which its step began: {@code RAMP_STARTED} or {@code RAMP_WIDENED}. */
    public static Challenger challenger(Entry entry) {
        Facts facts = entry.facts();
        return new Challenger(
                new Digest(facts.required("model")),
                Integer.parseInt(facts.required("step")),
                Double.parseDouble(facts.required("share")),
                entry.at());
    }

    Standing after(Entry entry) {
        long n = entry.sequence();
        return switch (entry.kind()) {
            case SILENT_TRIAL_STARTED ->
                entry.facts().text("beside").isPresent()
                        ? beside(model(entry), Optional.empty(), n)
                        : new Standing(model(entry), Optional.empty(), Optional.empty(), false, false, false, n);
            case SILENT_TRIAL_WITHDRAWN, RAMP_WITHDRAWN -> beside(Optional.empty(), Optional.empty(), n);
            case RAMP_STARTED, RAMP_WIDENED -> beside(shadow, Optional.of(challenger(entry)), n);
            case WENT_LIVE -> new Standing(model(entry), shadow, Optional.empty(), true, stopped, closed, n);
            case MODEL_PROMOTED ->
                new Standing(model(entry), Optional.empty(), Optional.empty(), live, stopped, closed, n);
            case MODEL_ROLLED_BACK -> {
                Optional<Digest> to = model(entry);
                Optional<Digest> beside = shadow.filter(other -> challenger.isEmpty() && !to.equals(shadow));
                yield new Standing(to, beside, Optional.empty(), live, stopped, closed, n);
            }
            case DEPLOYMENT_STOPPED -> new Standing(current, shadow, challenger, live, true, closed, n);
            case DEPLOYMENT_STARTED_AGAIN ->
                new Standing(current, shadow, challenger.map(c -> c.since(entry.at())), live, false, closed, n);
            case DEPLOYMENT_CLOSED -> new Standing(current, shadow, challenger, live, stopped, true, n);
            case DEPLOYMENT_RESUMED -> new Standing(current, shadow, challenger, live, stopped, false, changed);
            default -> this;
        };
    }

    private Standing beside(Optional<Digest> newer, Optional<Challenger> share, long n) {
        return new Standing(current, newer, share, live, stopped, closed, n);
    }

    private static Optional<Digest> model(Entry entry) {
        Facts facts = entry.facts();
        return facts.text("model").map(Digest::new);
    }
}
