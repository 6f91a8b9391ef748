import org.clinicalmlops.api.*;

class OutputOfAnotherKind {
    record Score(double value) implements Output {} // refused: compiler.err.cant.inherit.from.sealed
}
