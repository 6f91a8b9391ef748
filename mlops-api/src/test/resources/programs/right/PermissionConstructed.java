import org.clinicalmlops.api.learn.*;

class PermissionConstructed {
    AutomaticPermission permission(InPlan judgement) {
        return judgement.permission().orElseThrow();
    }
}
