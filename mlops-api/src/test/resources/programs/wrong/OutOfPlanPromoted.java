import java.util.Optional;
import org.clinicalmlops.api.learn.*;

class OutOfPlanPromoted {
    Optional<AutomaticPermission> permission(PlanJudgement.OutOfPlan judgement) {
        return judgement.permission(); // refused: compiler.err.cant.resolve.location.args
    }
}
