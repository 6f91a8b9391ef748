# The samples of Sample.java, for the scripts in this directory.
# Formulas as in Sample.java: u and v are spread over (0, 1), s is the first model, t the second, y the outcome.
spread <- function(k, a, b, m) ((a * k * k + b * k) %% m + 0.5) / m
samples <- list(
  formula200 = local({
    k <- 0:199
    s <- ((37 * k) %% 200 + 0.5) / 200
    list(s = s, t = 0.5 * s + 0.5 * spread(k, 0, 71, 200), y = ((53 * k) %% 100 + 0.5) / 100 < s)
  }),
  ties60 = local({
    k <- 0:59
    s <- ((7 * k) %% 5 + 1) / 8
    list(s = s, t = ((11 * k) %% 3 + 1) / 4, y = spread(k, 13, 5, 61) < s)
  }),
  minimum20 = local({
    k <- 0:19
    s <- ((7 * k) %% 20 + 0.5) / 20
    list(s = s, t = 0.25 + 0.5 * ((3 * k) %% 20 + 0.5) / 20, y = ((7 * k + 3 * (k %% 4)) %% 20) >= 10)
  }),
  rare5000 = local({
    k <- 0:4999
    u <- spread(k, 7919, 104729, 10007)
    s <- u * u * u * u * 0.02
    list(s = s, t = 0.004 + 0.5 * s * spread(k, 31, 17, 10009), y = spread(k, 4211, 12347, 9973) < s)
  }),
  large10000 = local({
    k <- 0:9999
    u <- spread(k, 7919, 104729, 10007)
    s <- u * u
    list(s = s, t = 0.7 * s + 0.3 * spread(k, 31, 17, 10009), y = spread(k, 4211, 12347, 9973) < 0.8 * s)
  })
)
