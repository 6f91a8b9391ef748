import org.clinicalmlops.api.*;

class OutputOfAnotherKind {
    Output risk = new Risk(0.3);
}
