import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.validate.*;

class VerdictOfAnotherKind {
    static final class Waved implements Verdict<Parts.Stay, Risk> {} // refused: compiler.err.cant.inherit.from.sealed
}
