import java.time.Instant;
import org.clinicalmlops.api.*;

class OutcomeOfAnotherKind {
    record Presumed(Instant at) implements Outcome<Risk> {} // refused: compiler.err.cant.inherit.from.sealed

    Outcome<Risk> unseen(Instant at) {
        return new Presumed(at);
    }
}
