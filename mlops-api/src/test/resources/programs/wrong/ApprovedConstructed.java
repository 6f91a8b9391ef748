import java.time.Instant;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.evaluate.Evaluation;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.train.Candidate;
import org.clinicalmlops.api.validate.*;

class ApprovedConstructed {
    Verdict<Parts.Stay, Risk> judge(
            Candidate<Parts.Stay, Risk> candidate, Evaluation evaluation, Ledger ledger, Instant now) {
        return new Approved<>(candidate, 1); // refused: compiler.err.not.def.public.cant.access
    }
}
