# Coefficients of logistic regression on a sample made by whole-number formulas, so that R and Java see the same bits.
# Rscript logistic.R, in this directory; base R only. Writes logistic.csv and logistic.versions.txt.
# lambda 0: glm. Otherwise: our own Newton iterations for
#   -log likelihood + lambda / 2 * sum of w[j]^2   over columns with mean 0 and standard deviation 1 (divisor n),
# the intercept not penalised, confirmed by optim; coefficients are per unit of the columns as given.

# As in Samples.java.
spread <- function(k, a, b, m) ((a * k * k + b * k) %% m + 0.5) / m
k <- 0:1999
x <- cbind(
  age = 18 + (37 * k) %% 73,
  lactate = 0.5 + 8 * spread(k, 7919, 104729, 10007),
  emergency = (k %% 3 == 0) + 0,
  sodium = 120 + 40 * spread(k, 31, 17, 10009),
  rare = (k %% 50 == 7) + 0
)
score <- 0.03 * (x[, "age"] - 50) + 0.4 * (x[, "lactate"] - 4) + 0.5 * x[, "emergency"] +
  0.02 * (x[, "sodium"] - 140) + 1 * x[, "rare"] - 0.5
y <- as.integer(score + 4 * (spread(k, 4211, 12347, 9973) - 0.5) > 0)

rows <- list()
put <- function(lambda, coefficients) {
  names <- c("(intercept)", colnames(x))
  rows <<- c(rows, sprintf("%s,%s,%.17g", format(lambda), names, coefficients))
}

fit <- glm(y ~ x, family = binomial, control = glm.control(epsilon = 1e-15, maxit = 100))
stopifnot(fit$converged, sum(y) > 400, sum(y) < 1600)
put(0, unname(coef(fit)))

n <- nrow(x)
centre <- colMeans(x)
deviation <- sqrt(colMeans(sweep(x, 2, centre)^2))
z <- cbind(1, sweep(sweep(x, 2, centre), 2, deviation, "/"))
for (lambda in c(0, 0.5, 20, 1000)) {
  penalty <- lambda * c(0, rep(1, ncol(x)))
  w <- rep(0, ncol(z))
  for (iteration in 1:50) {
    p <- plogis(drop(z %*% w))
    gradient <- drop(crossprod(z, p - y)) + penalty * w
    hessian <- crossprod(z, z * (p * (1 - p))) + diag(penalty)
    w <- w - solve(hessian, gradient)
  }
  stopifnot(max(abs(gradient)) < 1e-9)
  objective <- function(w) {
    eta <- drop(z %*% w)
    sum(pmax(eta, 0) + log1p(exp(-abs(eta))) - y * eta) + 0.5 * sum(penalty * w * w)
  }
  slope <- function(w) drop(crossprod(z, plogis(drop(z %*% w)) - y)) + penalty * w
  other <- optim(rep(0, ncol(z)), objective, slope, method = "BFGS", control = list(reltol = 1e-16, maxit = 1000))
  stopifnot(max(abs(other$par - w)) < 1e-5, objective(w) <= other$value + 1e-9)
  weights <- w[-1] / deviation
  coefficients <- c(w[1] - sum(weights * centre), weights)
  if (lambda == 0) {
    stopifnot(max(abs(coefficients / coef(fit) - 1)) < 1e-9)
  } else {
    put(lambda, coefficients)
  }
}
writeLines(c("lambda,coefficient,value", unlist(rows)), "logistic.csv")
writeLines(R.version.string, "logistic.versions.txt")
