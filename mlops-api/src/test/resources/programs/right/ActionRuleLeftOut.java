import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.serve.*;

class ActionRuleLeftOut {
    Serving<Risk> serving = Serving.after(Parts.TRIAL).actingAbove(0.3);
}
