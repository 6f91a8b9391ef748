import java.util.*;
import org.clinicalmlops.api.*;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.*;

class AwaitingConstructed {
    List<Role> missing(Awaiting<Parts.Stay, Risk> a) {
        return a.roles();
    }
}
