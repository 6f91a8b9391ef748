package org.clinicalmlops.core.serve;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.Recorded;
import org.clinicalmlops.api.serve.Challenger;
import org.clinicalmlops.api.serve.Change;
import org.clinicalmlops.api.serve.ChangeDecision;
import org.clinicalmlops.api.serve.ChangeDecision.Refusal;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.api.serve.Ramp;
import org.clinicalmlops.api.serve.TrialDecision;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.fixtures.FakeMonitor;
import org.clinicalmlops.core.fixtures.Plans;
import org.clinicalmlops.core.fixtures.TwoVersions;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;

/** A newer version that answers for a quarter of the patients, then for half, then for all; each step lasts a week. */
final class RampScene implements AutoCloseable {
    static final Duration WEEK = Duration.ofDays(7);
    static final Ramp RAMP = Ramp.by(0.25, 0.5).holdingEach(WEEK).widenedBy(Role.CLINICAL_LEAD);

    final TwoVersions two;
    final Ward ward;
    final Deployment<Visit, Risk> live;
    final FakeMonitor ofChampion;
    final FakeMonitor ofChallenger;

    RampScene() {
        this(new Ward(), parts -> {});
    }

    /** The trial of the newer version is over. */
    RampScene(Ward ward, Consumer<Plans.Parts> more) {
        this.ward = ward;
        two = new TwoVersions(ward, TwoVersions.ramping(RAMP, more));
        live = two.live;
        ofChampion = ward.engine.last();
        ward.workspace.shadow(live, two.newer);
        ofChallenger = ward.engine.last();
        ward.visits(5).forEach(live::predict);
        ward.clock.advance(Duration.ofDays(14));
        SignOff analyst = SignOff.by("analyst", Role.DATA_SCIENTIST).of(live.toSign());
        live.endSilentTrial(analyst).match(passed -> {}, notYet -> {
            throw new AssertionError(notYet);
        });
    }

    TrialDecision.NotYet again() {
        SignOff analyst = SignOff.by("analyst", Role.DATA_SCIENTIST).of(live.toSign());
        return (TrialDecision.NotYet) live.endSilentTrial(analyst);
    }

    Digest champion() {
        return two.first;
    }

    Digest challenger() {
        return two.second;
    }

    /** By the signature of the clinical lead, under what is to be signed now. */
    ChangeDecision widen() {
        return live.widen(signed(live));
    }

    static SignOff signed(Deployment<Visit, Risk> deployment) {
        Digest model = deployment.challenger().map(Challenger::model).orElseGet(deployment::model);
        return TwoVersions.signed(deployment, Change.WIDEN, model);
    }

    static List<String> refusals(ChangeDecision decision) {
        return ((ChangeDecision.Refused) decision)
                .refusals().stream().map(Refusal::toString).toList();
    }

    static List<String> refusalsOrNone(ChangeDecision decision) {
        return decision instanceof ChangeDecision.Made ? List.of() : refusals(decision);
    }

    /** Visits of today, each of another patient. */
    List<Visit> visits(int n) {
        List<Visit> visits = new ArrayList<>();
        for (Visit visit : ward.visits(n)) {
            visits.add(visit.withPatient("patient " + visits.size()));
        }
        return visits;
    }

    String pseudonym(Visit visit) {
        return Ward.PSEUDONYMS.of(visit.patient());
    }

    /** The first visit of today whose patient is the challenger's, or is not. */
    Visit one(boolean challengers) {
        Challenger challenger = live.challenger().orElseThrow();
        return visits(100).stream()
                .filter(visit -> challenger.answersFor(pseudonym(visit)) == challengers)
                .findFirst()
                .orElseThrow();
    }

    static Prediction.Answered<Risk> answered(Prediction<Risk> prediction) {
        return (Prediction.Answered<Risk>) prediction;
    }

    Facts newest(EntryKind kind) {
        List<Recorded> all = ward.recorded(kind);
        return all.get(all.size() - 1).facts();
    }

    @Override
    public void close() {
        ward.close();
    }
}
