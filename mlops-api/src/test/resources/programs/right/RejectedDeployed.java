import org.clinicalmlops.api.*;
import org.clinicalmlops.api.validate.*;

class RejectedDeployed {
    static <R, P extends Output> void deploy(Approved<R, P> approved) {}

    void act(Verdict<Parts.Stay, Risk> verdict) {
        verdict.match(
                approved -> deploy(approved),
                rejected -> {},
                awaiting -> {});
    }
}
