import java.util.List;
import org.clinicalmlops.api.learn.*;

class RollbackLeftOut {
    ChangePlan plan = ChangePlan.modifications(List.of())
            .protocol(null)
            .acceptedBy(Parts.GATES)
            .impact(null); // refused: compiler.err.cant.resolve.location.args
}
