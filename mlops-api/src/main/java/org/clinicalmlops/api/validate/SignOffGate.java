package org.clinicalmlops.api.validate;

import java.util.Objects;
import java.util.Optional;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Output;
import org.clinicalmlops.api.evaluate.Evaluation;
import org.clinicalmlops.api.usecase.Role;

/** Asks for a signature. */
record SignOffGate<P extends Output>(Role signer) implements Gate<P> {
    SignOffGate {
        Objects.requireNonNull(signer, "role");
    }

    @Override
    public String id() {
        return "signed by " + signer;
    }

    @Override
    public Optional<Role> role() {
        return Optional.of(signer);
    }

    @Override
    public GateDecision judge(Evaluation evaluation) {
        return new GateDecision(id(), Ruling.AWAITING_SIGN_OFF, "no signature yet");
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("signed-by").with("role", signer.name());
    }
}
