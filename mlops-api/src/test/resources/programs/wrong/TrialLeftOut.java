import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.serve.*;

class TrialLeftOut {
    Serving<Risk> serving = Serving.actingAbove(0.3); // refused: compiler.err.cant.apply.symbol
}
