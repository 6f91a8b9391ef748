package org.clinicalmlops.examples.deterioration;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.Review;
import org.clinicalmlops.core.Workspace;
import org.clinicalmlops.core.learn.loop.LoopAnswer;
import org.clinicalmlops.examples.time.ReplayClock;

/** Lets weeks pass: every stay is scored, its outcome is told two days later, and at the end of the week the deployment is reviewed. */
final class Wards {
    private final Workspace workspace;
    private final Deployment<Stay, Risk> deployment;
    private final ReplayClock clock;
    private final Deque<Stay> toCome;
    private final Deque<Awaited> awaited = new ArrayDeque<>();
    private Optional<LoopAnswer.Signature> waiting = Optional.empty();
    private Optional<LoopAnswer.Signature> waitedBefore = Optional.empty();

    private record Awaited(Stay stay, String prediction) {}

    /** @param stays from now on, in the order of time */
    Wards(Workspace workspace, Deployment<Stay, Risk> deployment, ReplayClock clock, List<Stay> stays) {
        this.workspace = workspace;
        this.deployment = deployment;
        this.clock = clock;
        this.toCome = new ArrayDeque<>(stays);
    }

    /** A week, and the review at its end. */
    void week() {
        Instant end = clock.instant().plus(Duration.ofDays(7));
        while (!toCome.isEmpty() && toCome.peek().at().isBefore(end)) {
            Stay stay = toCome.poll();
            tell(stay.at());
            clock.moveTo(stay.at());
            deployment
                    .predict(stay)
                    .match(
                            answered -> awaited.add(new Awaited(stay, answered.id())),
                            silent -> awaited.add(new Awaited(stay, silent.id())),
                            abstained -> {});
        }
        tell(end);
        clock.moveTo(end);
        Review<Stay> review = workspace.review(deployment);
        review.failure().ifPresent(reason -> {
            throw new IllegalStateException(reason);
        });
        waitedBefore = waiting;
        waiting = review.update().flatMap(Wards::signature);
    }

    private void tell(Instant now) {
        while (!awaited.isEmpty()
                && !awaited.peek().stay().at().plus(Stay.HORIZON).isAfter(now)) {
            Awaited one = awaited.poll();
            clock.moveTo(one.stay().at().plus(Stay.HORIZON));
            deployment.outcome(one.prediction(), one.stay().outcome());
        }
    }

    private static Optional<LoopAnswer.Signature> signature(LoopAnswer answer) {
        return answer.fold(advanced -> Optional.empty(), LoopAnswer.Waiting::signature, ended -> Optional.empty());
    }

    /** The physician reads for a week what is to be signed, and signs. */
    void signWhatWaitedForAWeek(SignOff.NeedsSubject by) {
        if (waiting.isPresent() && waitedBefore.isPresent()) {
            workspace.loop(deployment).sign(by.of(waiting.get().toSign()));
            waiting = Optional.empty();
        }
    }
}
