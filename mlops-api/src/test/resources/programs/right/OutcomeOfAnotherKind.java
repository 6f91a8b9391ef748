import java.time.Instant;
import org.clinicalmlops.api.*;

class OutcomeOfAnotherKind {
    Outcome<Risk> unseen(Instant at) {
        return new Outcome.Censored<>(at);
    }
}
