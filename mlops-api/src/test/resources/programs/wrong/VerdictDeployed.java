import org.clinicalmlops.api.*;
import org.clinicalmlops.api.validate.*;

class VerdictDeployed {
    static <R, P extends Output> void deploy(Approved<R, P> approved) {}

    void act(Verdict<Parts.Stay, Risk> verdict) {
        deploy(verdict); // refused: compiler.err.cant.apply.symbol
    }
}
