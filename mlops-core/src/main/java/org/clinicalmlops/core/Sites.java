package org.clinicalmlops.core;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.learn.ChangePlan;
import org.clinicalmlops.api.learn.CheckedClause;
import org.clinicalmlops.api.learn.ModelDescription;
import org.clinicalmlops.api.learn.PlanJudgement;
import org.clinicalmlops.api.learn.ProposedChange;
import org.clinicalmlops.api.learn.Scope;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.ChangeDecision;
import org.clinicalmlops.api.serve.ChangeDecision.Refusal;
import org.clinicalmlops.api.serve.ChangeDecision.Why;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.usecase.Staff;
import org.clinicalmlops.api.validate.Approved;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.internal.RunRecord;
import org.clinicalmlops.core.learn.ModelDescriptions;
import org.clinicalmlops.core.registry.Course;
import org.clinicalmlops.core.serve.Audit;
import org.clinicalmlops.core.serve.LiveDeployment;
import org.clinicalmlops.core.serve.Signatures;

/**
 * Uses a version at further sites by leave of the change plan, which must list them ({@code Modification.addSite}). The model stays; at the
 * new site it has a silent trial of its own, which a person ends. Of a {@link Workspace}; thread-safe.
 */
public final class Sites {
    private static final String ADD_SITE = "ADD_SITE";

    private final Workspace workspace;
    private final Ledger ledger;
    private final Clock clock;
    private final Staff staff;
    private final Audit audit;

    Sites(Workspace workspace, Ledger ledger, Clock clock, Staff staff, Audit audit) {
        this.workspace = workspace;
        this.ledger = ledger;
        this.clock = clock;
        this.staff = staff;
        this.audit = audit;
    }

    /**
     * Where the version that a deployment answers by is in use or on trial, under the same plan; sorted. A deployment whose site nobody
     * named counts by its id.
     */
    public List<String> of(Deployment<?, Risk> deployment) {
        audit.flush();
        Digest model = deployment.model();
        return Course.all(ledger).stream()
                .filter(course -> course.standing().uses(model))
                .map(Course::site)
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * What a person signs for a further site, where the plan's modification is a manual one. Void as soon as anything is deployed anywhere.
     *
     * @param site not blank
     */
    public Digest toSign(Deployment<?, Risk> deployment, String site) {
        return Declaration.of("add-site")
                .with("deployment", deployment.id())
                .with("model", deployment.model().hex())
                .with("site", site)
                .with("after", Course.all(ledger).size())
                .digest();
    }

    /** Uses the version at a further site, if an automatic modification of the plan allows it; as {@link #add(Deployment, String, SignOff)}. */
    public <R> SiteAnswer<R> add(Deployment<R, Risk> deployment, String site) {
        return add(deployment, site, Optional.empty());
    }

    /**
     * Uses the version by which a deployment of this workspace answers at a further site, if the change plan allows it.
     *
     * @param site not blank
     * @param signOff under {@link #toSign}, in the role by which the change plan promotes
     * @return refused if the change is out of plan, the version is used there already, the deployment is not live, or the signature is not good
     * @throws IllegalArgumentException if the deployment is not of this workspace
     * @throws MlopsException if the ledger could not be written, or the version was retired; once it is on record that the plan gives leave, the
     *     same call can be made again
     */
    public <R> SiteAnswer<R> add(Deployment<R, Risk> deployment, String site, SignOff signOff) {
        return add(deployment, site, Optional.of(signOff));
    }

    private <R> SiteAnswer<R> add(Deployment<R, Risk> deployment, String site, Optional<SignOff> signOff) {
        if (site.isBlank()) {
            throw new IllegalArgumentException("site must not be blank");
        }
        LiveDeployment<R> live = workspace.own(deployment);
        Pipeline<R, Risk> plan = live.plan();
        Digest model = live.model();
        List<Refusal> refusals = new ArrayList<>();
        if (live.silent() || live.stopped()) {
            refusals.add(new Refusal(Why.STATE, "the deployment does not answer"));
        }
        List<String> sites = of(live);
        Facts leave = Facts.NONE;
        if (sites.contains(site)) {
            refusals.add(new Refusal(Why.STATE, "the version is used at site '" + site + "' already"));
        } else {
            leave = judged(live, sites, site)
                    .fold(
                            in -> {
                                boolean automatic = in.modification().automatic();
                                refusals.addAll(automatic ? List.of() : unsigned(live, site, signOff));
                                return Facts.of("by", automatic ? "PLAN" : "PERSON")
                                        .with("modification", in.modification().id());
                            },
                            out -> {
                                refusals.add(new Refusal(Why.PLAN, text(out.failing())));
                                return Facts.NONE;
                            });
        }
        Facts facts = RunRecord.plan(plan)
                .with("deployment", live.id())
                .with("model", model)
                .with("site", site)
                .and(leave)
                .and(signOff.map(Signatures::facts).orElse(Facts.NONE));
        if (!refusals.isEmpty()) {
            return new SiteAnswer.Refused<>(refused(facts, refusals));
        }
        Approved<R, Risk> approved = workspace
                .reinstate(plan, model)
                .orElseThrow(() -> new MlopsException("the ledger holds no approval of model " + model.brief()));
        Facts added = facts.with("changePlan", changePlan(live).declaration().digest());
        Entry entry = audit.append(Draft.of(EntryKind.SITE_ADDED, clock.instant(), added));
        return new SiteAnswer.Added<>(workspace.deploy(approved, site), entry.sequence());
    }

    private static ChangePlan changePlan(LiveDeployment<?> live) {
        return live.plan().learning().changePlan();
    }

    private static PlanJudgement judged(LiveDeployment<?> live, List<String> sites, String site) {
        ModelDescription model =
                ModelDescriptions.of(live.bound().artifact(), live.plan().serving());
        List<String> more = new ArrayList<>(sites);
        more.add(site);
        return changePlan(live).judge(new ProposedChange(model.at(sites), model.at(more), Scope.GLOBAL, List.of()));
    }

    private static String text(CheckedClause clause) {
        return clause.clause() + ": " + clause.seen();
    }

    private List<Refusal> unsigned(LiveDeployment<?> live, String site, Optional<SignOff> signOff) {
        return signOff.isEmpty()
                ? List.of(new Refusal(Why.SIGNATURE, "the plan asks for a signature"))
                : Signatures.refusals(
                        "it takes the role",
                        List.of(changePlan(live).promotedBy()),
                        staff,
                        signOff.get(),
                        toSign(live, site));
    }

    private ChangeDecision.Refused refused(Facts about, List<Refusal> refusals) {
        Facts facts = about.with("change", ADD_SITE);
        for (int i = 0; i < refusals.size(); i++) {
            facts = facts.with("why." + i, refusals.get(i).why().name())
                    .with("reason." + i, refusals.get(i).text());
        }
        Entry entry = audit.append(Draft.of(EntryKind.CHANGE_REFUSED, clock.instant(), facts));
        return new ChangeDecision.Refused(refusals, entry.sequence());
    }
}
