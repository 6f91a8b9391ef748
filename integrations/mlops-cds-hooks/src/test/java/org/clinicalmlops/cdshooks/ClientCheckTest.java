package org.clinicalmlops.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientCheckTest {
    private static final String ISSUER = "https://ehr.example.org";
    private static final String ENDPOINT = Desk.BASE + "/cds-services/sepsis-risk";
    private static final Instant NOW = Desk.NOW;

    private ECKey curve;
    private ECKey stranger;
    private RSAKey rsa;
    private String keySet;

    @BeforeAll
    void keys() throws JOSEException {
        curve = new ECKeyGenerator(Curve.P_384).keyID("k1").generate();
        stranger = new ECKeyGenerator(Curve.P_384).keyID("k1").generate();
        rsa = new RSAKeyGenerator(2048).keyID("k2").generate();
        keySet = set(curve, rsa);
    }

    private static String set(JWK... keys) {
        return new JWKSet(List.of(keys)).toString(true);
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(ENDPOINT)
                .issueTime(Date.from(NOW.minusSeconds(5)))
                .expirationTime(Date.from(NOW.plusSeconds(60)))
                .jwtID("one");
    }

    private static String signed(JWSHeader header, JWTClaimsSet claims, JWSSigner signer) {
        try {
            SignedJWT token = new SignedJWT(header, claims);
            token.sign(signer);
            return "Bearer " + token.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static JWSHeader.Builder header(JWSAlgorithm algorithm, String key) {
        return new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).keyID(key);
    }

    private String token(Consumer<JWTClaimsSet.Builder> change) {
        JWTClaimsSet.Builder claims = claims();
        change.accept(claims);
        try {
            return signed(header(JWSAlgorithm.ES384, "k1").build(), claims.build(), new ECDSASigner(curve));
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private ClientCheck check() {
        return ClientCheck.trusting(List.of(TrustedClient.of(ISSUER, keySet)));
    }

    private static String entry(ClientCheck check, String authorization) {
        return check.admit(authorization, List.of(ENDPOINT), NOW)
                .fold(admitted -> "admitted " + admitted.client().orElseThrow(), refused -> refused.why());
    }

    @Test
    void aSignedTokenLetsItsClientIn() throws JOSEException {
        assertThat(entry(check(), token(same -> {}))).isEqualTo("admitted " + new Client(ISSUER, Optional.empty()));
        assertThat(entry(check(), token(c -> c.claim("tenant", "ward 3").audience(List.of(ENDPOINT)))))
                .isEqualTo("admitted " + new Client(ISSUER, Optional.of("ward 3")));
        String byRsa = signed(header(JWSAlgorithm.RS384, "k2").build(), claims().build(), new RSASSASigner(rsa));
        assertThat(entry(check(), byRsa)).startsWith("admitted");
        assertThat(entry(check(), "bearer " + byRsa.substring(7))).startsWith("admitted");
    }

    Stream<Arguments> wrong() {
        return Stream.of(
                claim("of another issuer", "iss", c -> c.issuer("https://other.example.org")),
                claim("without an issuer", "iss", c -> c.issuer(null)),
                claim("an issuer with a slash", "iss", c -> c.issuer(ISSUER + "/")),
                claim("for another endpoint", "aud", c -> c.audience(Desk.BASE + "/cds-services/other")),
                claim("for the whole server", "aud", c -> c.audience(Desk.BASE)),
                claim("for nobody", "aud", c -> c.audience((String) null)),
                claim("expired", "expired", c -> times(c, -400, -61)),
                claim("without an end", "exp and iat", c -> c.expirationTime(null)),
                claim("without a beginning", "exp and iat", c -> c.issueTime(null)),
                claim("of the future", "iat", c -> times(c, 61, 120)),
                claim("good for too long", "at most 300 s", c -> times(c, -10, 291)),
                claim("that ends before it begins", "at most", c -> times(c, 30, 20)),
                claim("that is not good yet", "nbf", c -> c.notBeforeTime(Date.from(NOW.plusSeconds(61)))),
                claim("without a name", "jti", c -> c.jwtID(null)),
                claim("with a blank name", "jti", c -> c.jwtID(" ")),
                claim("with an endless name", "jti", c -> c.jwtID("x".repeat(257))));
    }

    private static void times(JWTClaimsSet.Builder claims, int issued, int expires) {
        claims.issueTime(Date.from(NOW.plusSeconds(issued))).expirationTime(Date.from(NOW.plusSeconds(expires)));
    }

    private static Arguments claim(String name, String says, Consumer<JWTClaimsSet.Builder> change) {
        return arguments(name, says, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void aTokenThatClaimsAnythingElseIsRefused(String name, String says, Consumer<JWTClaimsSet.Builder> change) {
        assertThat(entry(check(), token(change))).contains(says).doesNotContain("admitted");
    }

    @Test
    void clocksMayDifferByAMinuteAndNoMore() {
        assertThat(entry(check(), token(c -> times(c, -200, -59)))).startsWith("admitted");
        assertThat(entry(check(), token(c -> times(c, 60, 120)))).startsWith("admitted");
        assertThat(entry(check(), token(c -> times(c, -10, 290)))).startsWith("admitted");
        ClientCheck exact = check().skewAtMost(Duration.ZERO);
        assertThat(entry(exact, token(c -> times(c, -200, -1)))).contains("expired");
        assertThat(entry(exact, token(c -> times(c, -200, 0)))).contains("expired");
        assertThat(entry(exact, token(c -> times(c, 1, 120)))).contains("iat");
        assertThat(entry(check().lifeAtMost(Duration.ofMinutes(10)), token(c -> times(c, -10, 500))))
                .startsWith("admitted");
    }

    @Test
    void anUnsignedTokenIsRefused() {
        assertThat(entry(check(), "Bearer " + new PlainJWT(claims().build()).serialize()))
                .contains("signed");
        String good = token(same -> {});
        assertThat(entry(check(), good.substring(0, good.lastIndexOf('.') + 1))).doesNotContain("admitted");
    }

    /** The public key is no secret: as the key of a code it would let anybody in. */
    @Test
    void aSymmetricSignatureIsRefused() throws JOSEException {
        byte[] publicKey = keySet.getBytes(StandardCharsets.UTF_8);
        String token = signed(header(JWSAlgorithm.HS384, "k1").build(), claims().build(), new MACSigner(publicKey));
        assertThat(entry(check(), token)).contains("alg");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrustedClient.of(ISSUER, keySet).signing("HS384"))
                .withMessageContaining("'HS384'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrustedClient.of(ISSUER, keySet).signing("none"));
    }

    @Test
    void aSignatureByAnotherKeyIsRefused() throws JOSEException {
        String forged = signed(header(JWSAlgorithm.ES384, "k1").build(), claims().build(), new ECDSASigner(stranger));
        assertThat(entry(check(), forged)).contains("signature");
        String good = token(same -> {});
        String[] parts = good.split("\\.");
        String other = token(c -> c.claim("tenant", "another")).split("\\.")[1];
        assertThat(entry(check(), parts[0] + "." + other + "." + parts[2])).contains("signature");
    }

    @Test
    void theHeaderMustBeAsAgreed() throws JOSEException {
        ECDSASigner signer = new ECDSASigner(curve);
        assertThat(entry(check(), signed(header(JWSAlgorithm.ES384, "k9").build(), claims().build(), signer)))
                .contains("kid");
        assertThat(entry(check(), signed(header(JWSAlgorithm.ES384, null).build(), claims().build(), signer)))
                .contains("kid");
        assertThat(entry(
                        check(),
                        signed(
                                new JWSHeader.Builder(JWSAlgorithm.ES384)
                                        .keyID("k1")
                                        .build(),
                                claims().build(),
                                signer)))
                .contains("typ");
        assertThat(entry(check(), signed(header(JWSAlgorithm.ES384, "k2").build(), claims().build(), signer)))
                .as("an RSA key does not take a signature by a curve")
                .contains("signature");
        String rs256 = signed(header(JWSAlgorithm.RS256, "k2").build(), claims().build(), new RSASSASigner(rsa));
        assertThat(entry(check(), rs256)).contains("alg");
        ClientCheck agreed =
                ClientCheck.trusting(List.of(TrustedClient.of(ISSUER, keySet).signing("RS256")));
        assertThat(entry(agreed, rs256)).startsWith("admitted");
        String critical = signed(
                header(JWSAlgorithm.ES384, "k1")
                        .criticalParams(Set.of("exp"))
                        .customParam("exp", 1)
                        .build(),
                claims().build(),
                signer);
        assertThat(entry(check(), critical)).doesNotContain("admitted");
    }

    /** Where a token says its keys are is not asked: the keys are the host's word. */
    @Test
    void keysComeFromTheHostAlone() throws JOSEException {
        String token = signed(
                header(JWSAlgorithm.ES384, "k1")
                        .jwkURL(URI.create("https://stranger.example.org/keys"))
                        .jwk(stranger.toPublicJWK())
                        .build(),
                claims().build(),
                new ECDSASigner(stranger));
        assertThat(entry(check(), token)).contains("signature");
    }

    @Test
    void keysCanChangeAndWhatCannotBeReadLetsNobodyIn() {
        String[] now = {set(stranger)};
        ClientCheck check = ClientCheck.trusting(List.of(TrustedClient.of(ISSUER, () -> now[0])));
        assertThat(entry(check, token(same -> {}))).contains("signature");
        now[0] = keySet;
        assertThat(entry(check, token(same -> {}))).startsWith("admitted");
        now[0] = "broken";
        assertThat(entry(check, token(c -> c.jwtID("two")))).doesNotContain("admitted");
    }

    @Test
    void aTokenIsGoodOnce() {
        ClientCheck check = check();
        String token = token(same -> {});
        assertThat(entry(check, token)).startsWith("admitted");
        assertThat(entry(check, token)).contains("used before");
        assertThat(entry(check, token(c -> c.claim("tenant", "another"))))
                .as("another token of the same name")
                .contains("used before");
        assertThat(entry(check, token(c -> c.jwtID("two")))).startsWith("admitted");
    }

    /** A refused token is not remembered, so that nobody can use up a name by guessing it. */
    @Test
    void onlyAGoodTokenIsRemembered() throws JOSEException {
        ClientCheck check = check();
        entry(check, signed(header(JWSAlgorithm.ES384, "k1").build(), claims().build(), new ECDSASigner(stranger)));
        entry(check, token(c -> c.audience("https://elsewhere.example.org")));
        entry(check, token(c -> times(c, -400, -100)));
        assertThat(entry(check, token(same -> {}))).startsWith("admitted");
    }

    @Test
    void theMemoryIsBoundedAndForgetsWhatHasEnded() {
        SeenTokens seen = SeenTokens.inMemory(2);
        Instant end = NOW.plusSeconds(60);
        assertThat(seen.firstTime("a", "1", NOW, end.plusSeconds(60))).isTrue();
        assertThat(seen.firstTime("a", "2", NOW, end)).isTrue();
        assertThat(seen.firstTime("a", "3", NOW, end)).as("full").isFalse();
        assertThat(seen.firstTime("b", "1", NOW, end)).as("another issuer's").isTrue();
        assertThat(seen.firstTime("a", "2", end, end)).as("until and including").isFalse();
        assertThat(seen.firstTime("a", "2", end.plusNanos(1), end.plusSeconds(9)))
                .isTrue();
        assertThat(seen.firstTime("a", "1", end.plusNanos(1), end.plusSeconds(60)))
                .isFalse();
    }

    @Test
    void whatIsRefusedIs401AndNamesTheSchemeAndNoService() {
        CdsHooks hooks = CdsHooks.at(URI.create(Desk.BASE))
                .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                .clients(check())
                .cardKeys(Desk.KEYS)
                .serving(List.of(Desk.service(new FakeDeployment("sepsis-1"))));
        for (CdsAnswer answer : List.of(
                hooks.discovery(null),
                hooks.call("sepsis-risk", null, Desk.in("{")),
                hooks.call("other", "Basic x", Desk.in("{")),
                hooks.feedback("sepsis-risk", "Bearer x.y.z", Desk.in("{")))) {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.headers()).containsEntry("WWW-Authenticate", "Bearer error=\"invalid_token\"");
            assertThat(Desk.json(answer).path("resourceType").asText()).isEqualTo("OperationOutcome");
        }
        assertThat(hooks.counts().of(401)).isEqualTo(4);

        assertThat(hooks.discovery(token(
                                c -> c.audience(Desk.BASE + "/cds-services").jwtID("d")))
                        .status())
                .isEqualTo(200);
        assertThat(hooks.call("sepsis-risk", token(c -> c.jwtID("c")), Desk.in(Desk.request(same -> {})))
                        .status())
                .isEqualTo(200);
        assertThat(hooks.feedback(
                                "sepsis-risk",
                                token(c -> c.audience(ENDPOINT + "/feedback").jwtID("f")),
                                Desk.in("{}"))
                        .status())
                .isEqualTo(400);
        assertThat(hooks.feedback("sepsis-risk", token(c -> c.jwtID("g")), Desk.in("{}"))
                        .status())
                .isEqualTo(400);
        assertThat(hooks.call(
                                "sepsis-risk",
                                token(c -> c.audience(ENDPOINT + "/feedback").jwtID("h")),
                                Desk.in(Desk.request(same -> {})))
                        .status())
                .as("a token for feedback calls no service")
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer a.b", "Bearer ...", "Bearer e30.e30.e30", "Basic YTpi"})
    void whatIsNoTokenIsRefused(String authorization) {
        assertThat(entry(check(), authorization)).doesNotContain("admitted");
        assertThat(entry(check(), "Bearer " + "x".repeat(20_000))).contains("at most");
    }

    @Test
    void settingsThatWouldLetStrangersInAreRefused() throws JOSEException {
        assertThatIllegalArgumentException().isThrownBy(() -> ClientCheck.trusting(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> ClientCheck.openToAnyone(" "));
        assertThat(ClientCheck.openToAnyone("mutual TLS").openBecause()).contains("mutual TLS");
        assertThat(check().openBecause()).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> check().skewAtMost(Duration.ofMinutes(6)))
                .withMessageContaining("PT6M");
        assertThatIllegalArgumentException().isThrownBy(() -> check().lifeAtMost(Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrustedClient.of(ISSUER, new JWKSet(List.of(curve)).toString(false)))
                .withMessageContaining("private")
                .withMessageNotContaining(curve.getD().toString());
        assertThatIllegalArgumentException().isThrownBy(() -> TrustedClient.of(ISSUER, "{\"keys\":[]}"));
        assertThatIllegalArgumentException().isThrownBy(() -> TrustedClient.of(ISSUER, "no json"));
        RSAKey weak = new RSAKeyGenerator(1024, true).keyID("weak").generate();
        assertThatIllegalArgumentException().isThrownBy(() -> TrustedClient.of(ISSUER, set(weak)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrustedClient.of(
                        ISSUER, set(new ECKey.Builder(curve).keyID(null).build())));
        TrustedClient client = TrustedClient.of(ISSUER, keySet);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClientCheck.trusting(List.of(client, client)))
                .withMessageContaining(ISSUER);
    }
}
