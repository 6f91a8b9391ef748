import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.validate.*;

class VerdictOfAnotherKind {
    static boolean passed(Verdict<Parts.Stay, Risk> verdict) {
        return verdict.<Boolean>fold(approved -> true, rejected -> false, awaiting -> false);
    }
}
