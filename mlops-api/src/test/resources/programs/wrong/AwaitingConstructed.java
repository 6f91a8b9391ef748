import java.util.*;
import org.clinicalmlops.api.*;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.*;

class AwaitingConstructed {
    Awaiting<Parts.Stay, Risk> without(Awaiting<Parts.Stay, Risk> a) {
        return new Awaiting<Parts.Stay, Risk>( // refused: compiler.err.not.def.public.cant.access
                a.candidate(), a.evaluation(), a.decisions(), Set.<Role>of(), a.toSign(), a.ledgerEntry());
    }
}
