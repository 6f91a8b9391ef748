import java.time.Duration;
import org.clinicalmlops.api.serve.*;
import org.clinicalmlops.api.usecase.Role;

class TrialWithoutRole {
    SilentTrial trial = SilentTrial.lasting(Duration.ofDays(14)).endedBy(Role.CLINICAL_LEAD);
}
