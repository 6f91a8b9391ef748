package org.clinicalmlops.cdshooks;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks one token, by what the specification says of trusting clients and RFC 8725 of JSON Web Tokens. Its own words of refusal are fixed,
 * so that nothing of a token is repeated.
 */
final class TokenCheck {
    private static final String SCHEME = "Bearer ";
    private static final int LONGEST = 16 * 1024;
    private static final int LONGEST_ID = 256;

    private final Map<String, TrustedClient> clients;
    private final Duration life;
    private final Duration skew;
    private final SeenTokens seen;

    TokenCheck(Map<String, TrustedClient> clients, Duration life, Duration skew, SeenTokens seen) {
        this.clients = clients;
        this.life = life;
        this.skew = skew;
        this.seen = seen;
    }

    /** Why a token is not good. */
    private static final class NotGood extends Exception {
        private static final long serialVersionUID = 1;

        NotGood(String why) {
            super(why, null, false, false);
        }
    }

    ClientCheck.Entry check(@Nullable String authorization, List<String> endpoints, Instant now) {
        try {
            return new ClientCheck.Entry.Admitted(Optional.of(client(token(authorization), endpoints, now)));
        } catch (NotGood e) {
            return new ClientCheck.Entry.Refused(String.valueOf(e.getMessage()));
        } catch (ParseException | JOSEException | RuntimeException | StackOverflowError e) {
            return new ClientCheck.Entry.Refused("the token must be a signed JSON Web Token");
        }
    }

    private static String token(@Nullable String authorization) throws NotGood {
        require(authorization != null, "a token must be given: Authorization: Bearer ...");
        require(
                authorization.length() <= LONGEST && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length()),
                "the header Authorization must be a Bearer token of at most " + LONGEST + " characters");
        return authorization.substring(SCHEME.length()).strip();
    }

    private Client client(String text, List<String> endpoints, Instant now)
            throws NotGood, ParseException, JOSEException {
        SignedJWT token = SignedJWT.parse(text);
        JWTClaimsSet claims = token.getJWTClaimsSet();
        String issuer = claims.getIssuer();
        TrustedClient client = issuer == null ? null : clients.get(issuer);
        require(client != null, "the token's iss must be a client that is trusted");
        signed(token, client);
        require(
                claims.getAudience().stream().anyMatch(endpoints::contains),
                "the token's aud must be the URL of the endpoint that is called");
        times(claims, now);
        String id = claims.getJWTID();
        require(
                id != null && !id.isBlank() && id.length() <= LONGEST_ID,
                "the token's jti must be there, with at most " + LONGEST_ID + " characters");
        require(
                seen.firstTime(
                        issuer, id, now, instant(claims.getExpirationTime()).plus(skew)),
                "the token has been used before, or too many are in use");
        return new Client(issuer, Optional.ofNullable(claims.getStringClaim("tenant")));
    }

    /** The key is found by issuer and kid, and takes the algorithms that were agreed on, whatever the token says. */
    private static void signed(SignedJWT token, TrustedClient client) throws NotGood, JOSEException {
        JWSHeader header = token.getHeader();
        require(JOSEObjectType.JWT.equals(header.getType()), "the token's typ must be JWT");
        String algorithm = header.getAlgorithm().getName();
        require(client.signs(algorithm), "the token's alg must be one that was agreed on with the client");
        require(header.getKeyID() != null, "the token's kid must be there");
        JWK key = KeySets.read(client.keySet().get()).getKeyByKeyId(header.getKeyID());
        require(key != null, "the token's kid must be a key of the client");
        require(
                key.getAlgorithm() == null || key.getAlgorithm().getName().equals(algorithm),
                "the token's alg must be that of the key");
        JWSVerifier verifier = key instanceof ECKey ec ? new ECDSAVerifier(ec) : new RSASSAVerifier(key.toRSAKey());
        require(
                verifier.supportedJWSAlgorithms().contains(header.getAlgorithm()) && token.verify(verifier),
                "the token's signature must be that of the key");
    }

    private void times(JWTClaimsSet claims, Instant now) throws NotGood {
        require(
                claims.getExpirationTime() != null && claims.getIssueTime() != null,
                "the token's exp and iat must be there");
        Instant expires = instant(claims.getExpirationTime());
        Instant issued = instant(claims.getIssueTime());
        require(now.isBefore(expires.plus(skew)), "the token has expired");
        require(!issued.isAfter(now.plus(skew)), "the token's iat must not be in the future");
        require(
                expires.isAfter(issued) && !expires.isAfter(issued.plus(life)),
                "the token must be good for at most " + life.toSeconds() + " s");
        Date begins = claims.getNotBeforeTime();
        require(
                begins == null || !instant(begins).isAfter(now.plus(skew)),
                "the token's nbf must not be in the future");
    }

    private static Instant instant(Date date) {
        return date.toInstant();
    }

    private static void require(boolean holds, String rule) throws NotGood {
        if (!holds) {
            throw new NotGood(rule);
        }
    }
}
