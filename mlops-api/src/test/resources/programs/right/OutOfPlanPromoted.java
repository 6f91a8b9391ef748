import java.util.Optional;
import org.clinicalmlops.api.learn.*;

class OutOfPlanPromoted {
    Optional<AutomaticPermission> permission(PlanJudgement judgement) {
        return judgement.fold(in -> in.permission(), out -> Optional.empty());
    }
}
