package org.clinicalmlops.core.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.serve.Change;
import org.clinicalmlops.api.serve.ChangeDecision.Refusal;
import org.clinicalmlops.api.serve.ChangeDecision.Why;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.usecase.Staff;
import org.clinicalmlops.api.validate.SignOff;

/** Whether a signature is good for one change. Stateless. */
public final class Signatures {
    private Signatures() {}

    /**
     * What is signed for a change.
     *
     * @param where the deployment, or what else it is about
     * @param after number of the newest entry that makes an earlier signature void
     */
    public static Digest toSign(Change change, String where, Digest model, long after) {
        return Declaration.of("change")
                .with("change", change.name())
                .with("where", where)
                .with("model", model.hex())
                .with("after", after)
                .digest();
    }

    /**
     * What is wrong with a signature; nothing if it is good.
     *
     * @param takes how the roles are spoken of
     * @param roles each of them alone may; none: nobody may
     */
    public static List<Refusal> refusals(String takes, List<Role> roles, Staff staff, SignOff signOff, Digest toSign) {
        List<Refusal> refusals = new ArrayList<>();
        if (!roles.contains(signOff.role())) {
            String named = roles.isEmpty()
                    ? "none that the plan names"
                    : roles.stream().map(Role::name).collect(Collectors.joining(" or "));
            refusals.add(new Refusal(Why.ROLE, takes + " " + named + ", not " + signOff.role()));
        }
        if (!signOff.of().equals(toSign)) {
            refusals.add(new Refusal(Why.SIGNATURE, "the signature is under something else"));
        }
        try {
            if (!staff.mayActAs(signOff.person(), signOff.role())) {
                refusals.add(new Refusal(Why.PERSON, "'" + signOff.person() + "' may not act as " + signOff.role()));
            }
        } catch (RuntimeException e) { // the host's directory does not answer
            refusals.add(new Refusal(
                    Why.PERSON,
                    "whether '" + signOff.person() + "' may act as " + signOff.role() + " could not be found out: "
                            + e.getClass().getSimpleName()));
        }
        return refusals;
    }

    /** Who signed what. */
    public static Facts facts(SignOff signOff) {
        return Facts.of("person", signOff.person())
                .with("role", signOff.role().name())
                .with("signed", signOff.of());
    }

    /** Why a change was not made. */
    public static Facts facts(Change change, List<Refusal> refusals) {
        Facts facts = Facts.of("change", change.name());
        for (int i = 0; i < refusals.size(); i++) {
            facts = facts.with("why." + i, refusals.get(i).why().name())
                    .with("reason." + i, refusals.get(i).text());
        }
        return facts;
    }
}
