package org.clinicalmlops.core;

import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.learn.AutomaticPermission;
import org.clinicalmlops.api.learn.Evidence;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.serve.ChangeDecision;
import org.clinicalmlops.api.validate.Approved;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.learn.loop.Served;
import org.clinicalmlops.core.serve.LiveDeployment;

/** A deployment of a workspace, as its learning loop sees it. */
record ServedDeployment<R>(LiveDeployment<R> served, Registrar registrar) implements Served<R> {

    @Override
    public String deployment() {
        return served.id();
    }

    @Override
    public Digest model() {
        return served.model();
    }

    @Override
    public boolean live() {
        return !served.silent() && !served.stopped();
    }

    @Override
    public Optional<Digest> beside() {
        return served.beside().map(LiveDeployment.Watched::model);
    }

    @Override
    public void shadow(Approved<R, Risk> approved) {
        served.shadow(registrar.open(approved, served.plan(), served.id()));
    }

    @Override
    public void withdraw(String reason) {
        if (served.beside().isPresent()) {
            served.withdraw(reason);
        }
    }

    @Override
    public Digest toSign() {
        return served.toSign();
    }

    @Override
    public List<String> promote(AutomaticPermission permission) {
        return standing(served.promote(permission));
    }

    @Override
    public List<String> promote(SignOff signOff) {
        return served.endSilentTrial(signOff).fold(passed -> List.of(), notYet -> notYet.reasons());
    }

    @Override
    public List<String> rollBack(Evidence evidence) {
        return standing(served.rollBack(evidence));
    }

    /** What stands in the way. */
    private static List<String> standing(ChangeDecision decision) {
        return decision.fold(
                made -> List.of(),
                refused -> refused.refusals().stream()
                        .map(ChangeDecision.Refusal::text)
                        .toList());
    }

    @Override
    public List<Alert> alerts() {
        return served.monitor().open();
    }

    @Override
    public List<Alert> alertsOnTrial() {
        return served.beside().map(beside -> beside.monitor().open()).orElse(List.of());
    }
}
