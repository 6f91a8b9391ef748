import org.clinicalmlops.api.learn.*;

class ChangePlanLeftOut {
    UpdatePolicy policy = UpdatePolicy.proposeOnHarm().within(Parts.CHANGES);
}
