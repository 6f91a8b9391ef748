import org.clinicalmlops.api.learn.*;

class ChangePlanLeftOut {
    UpdatePolicy policy = UpdatePolicy.proposeOnHarm(); // refused: compiler.err.prob.found.req
}
