import org.clinicalmlops.api.learn.*;

class PermissionConstructed {
    AutomaticPermission permission(InPlan judgement) {
        return new AutomaticPermission(null, "", null, null); // refused: compiler.err.not.def.public.cant.access
    }
}
