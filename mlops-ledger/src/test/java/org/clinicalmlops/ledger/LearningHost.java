package org.clinicalmlops.ledger;

import java.time.Duration;
import java.util.SplittableRandom;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.learn.loop.LearningLoop;
import org.clinicalmlops.core.learn.loop.LoopAnswer;
import org.clinicalmlops.ledger.Host.Visit;

/** A host whose model learns: one update after another, one step at a time. */
final class LearningHost implements HostChild.Work {
    private final LearningLoop<Visit> loop;
    private final Deployment<Visit, Risk> deployment;
    private final HostClock clock;
    private final SplittableRandom random;

    LearningHost(
            LearningLoop<Visit> loop, Deployment<Visit, Risk> deployment, HostClock clock, SplittableRandom random) {
        this.loop = loop;
        this.deployment = deployment;
        this.clock = clock;
        this.random = random;
    }

    /** @return {@code ack step update name} or {@code ack ended update}; nothing if it has waited */
    @Override
    public String once() {
        if (!loop.running()) {
            loop.start(Host.LEAD, Role.CLINICAL_LEAD);
        }
        String update = loop.last().orElseThrow().id();
        return loop.advance()
                .fold(
                        advanced -> "ack step " + update + "/" + advanced.step() + "\n",
                        waiting -> waited(waiting),
                        ended -> "ack ended " + update + "\n");
    }

    /** What a trial or a probation waits for: time, and patients. */
    private String waited(LoopAnswer.Waiting waiting) {
        waiting.signature()
                .ifPresent(wanted ->
                        loop.sign(SignOff.by(Host.LEAD, wanted.roles().get(0)).of(wanted.toSign())));
        deployment.predict(Host.visit(random.nextInt(1_000_000), clock.instant(), random));
        clock.set(waiting.until()
                .filter(until -> until.isAfter(clock.instant()))
                .orElse(clock.instant().plus(Duration.ofDays(1))));
        return "";
    }
}
