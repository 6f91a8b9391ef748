package org.clinicalmlops.core.registry;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Digest;

/**
 * A time in which one version answered in a deployment without interruption, for the same share of the patients: which, who let it, and on
 * what evidence.
 *
 * @param share of the patients, in (0, 1]: 1 unless a challenger answers for the others, or it is one
 * @param from by the clock of who wrote the entry that began it
 * @param until its end, excluded; empty if it had none when the question was asked
 * @param began the entry that began it
 * @param ended the entry that ended it
 * @param trial the newest judgement by which it passed a silent trial here; empty if there is none
 * @param evidence what its approval rests on, oldest first: rows, training, evaluation, baseline, gates, signatures, approval
 */
public record InUse(
        String deployment,
        String site,
        Digest model,
        double share,
        Instant from,
        Optional<Instant> until,
        Reference began,
        Optional<Reference> ended,
        Optional<Reference> trial,
        List<Reference> evidence) {
    public InUse {
        evidence = List.copyOf(evidence);
    }

    /** Whether the version answered at this instant. */
    public boolean at(Instant instant) {
        return !instant.isBefore(from) && until.map(instant::isBefore).orElse(true);
    }

    /** Everything in words, one line for each entry. */
    public String text() {
        StringBuilder text = new StringBuilder("At " + site + " (deployment " + deployment + ") version "
                + model.brief() + " answered"
                + (share == 1 ? "" : " for a share of " + Declaration.number(share) + " of the patients") + " from "
                + from
                + until.map(end -> " until " + end).orElse(" on") + ".\n");
        text.append("Began: ").append(began).append('\n');
        trial.ifPresent(judged -> text.append("Trial: ").append(judged).append('\n'));
        ended.ifPresent(last -> text.append("Ended: ").append(last).append('\n'));
        evidence.forEach(part -> text.append("Evidence: ").append(part).append('\n'));
        return text.toString();
    }
}
