import java.util.List;
import org.clinicalmlops.api.learn.*;

class RollbackLeftOut {
    ChangePlan plan = ChangePlan.modifications(List.of())
            .protocol(null)
            .acceptedBy(Parts.GATES)
            .rolledBack(null)
            .impact(null);
}
