"""Fits the path of `tallele train` with scikit-learn and prints how far the two are from each other, as JSON.

Usage: training_reference.py BED_PREFIX PHENOTYPE.tsv TRAIT COVARIATES.tsv|- FAMILY ALPHA STANDARDIZE(0|1) TRAIN_IDS OUT_FOLDER EVERY

Gaussian: `enet_path` on genotypes and phenotype from which intercept and covariates were projected. Binomial: Newton's steps
whose penalised weighted least squares are scikit-learn's. Where columns are the same for all who are trained on, only the sum of
their coefficients is determined; fitted values are in any case. Every EVERY-th lambda is fitted.
"""

import json
import sys
import warnings

import numpy as np
from sklearn.linear_model import ElasticNet, enet_path

warnings.simplefilter("ignore")


def read_bed(prefix):
    people = [line.split()[1] for line in open(prefix + ".fam")]
    variants = [line.split() for line in open(prefix + ".bim")]
    raw = np.frombuffer(open(prefix + ".bed", "rb").read(), dtype=np.uint8)[3:].reshape(len(variants), -1)
    bits = np.stack([raw >> shift & 3 for shift in (0, 2, 4, 6)], axis=2).reshape(len(variants), -1)[:, : len(people)]
    return people, variants, np.array([2.0, np.nan, 1.0, 0.0])[bits].T


def read_table(path):
    rows = [line.rstrip("\n").split("\t") for line in open(path)]
    return rows[0], {row[rows[0].index("IID")]: row for row in rows[1:]}


def weighted_lasso(x, z, weights, c, l1, l2, start):
    """argmin (1/2) sum w (z - C g - X b)^2 + l1 |b|_1 + l2/2 |b|^2 by scikit-learn, covariates projected out."""
    root = np.sqrt(weights)
    q, _ = np.linalg.qr(c * root[:, None])
    xw, zw = x * root[:, None], z * root
    xw, zw = xw - q @ (q.T @ xw), zw - q @ (q.T @ zw)
    n = len(z)
    share = l1 / (l1 + l2)
    model = ElasticNet(alpha=(l1 + l2) / n, l1_ratio=share, fit_intercept=False, tol=1e-13, max_iter=2_000_000, warm_start=True)
    model.coef_ = start.copy()
    model.fit(np.asfortranarray(xw), zw)
    b = model.coef_
    g = np.linalg.lstsq(c * root[:, None], (z - x @ b) * root, rcond=None)[0]
    return b, g


def main(prefix, phenotype, trait, covariates, family, alpha, standardize, train, out, every):
    alpha, every = float(alpha), int(every)
    people, variants, x = read_bed(prefix)
    header, table = read_table(phenotype)
    ids = [line.split()[-1] for line in open(train) if line.strip()]
    number = {person: at for at, person in enumerate(people)}
    kept = np.array(sorted(number[person] for person in ids))
    y = np.array([float(table[people[at]][header.index(trait)]) for at in kept])
    c, names = [np.ones(len(kept))], []
    if covariates != "-":
        header, table = read_table(covariates)
        for at, name in enumerate(header):
            if name not in ("IID", "FID"):
                names.append(name)
                c.append(np.array([float(table[people[k]][at]) for k in kept]))
    c = np.stack(c, axis=1)
    x = x[kept]
    mean = np.nan_to_num(np.nanmean(x, axis=0))
    x = np.where(np.isnan(x), mean, x) - mean
    deviation = np.sqrt((x**2).mean(axis=0))
    scale = deviation if standardize == "1" else np.ones(x.shape[1])
    used = deviation > 1e-9
    path = [line.rstrip("\n").split("\t") for line in open(f"{out}/path.tsv")]
    lambdas = np.array([float(row[1]) for row in path[1:]])
    ours = np.zeros((len(lambdas), x.shape[1]))
    gamma = np.zeros((len(lambdas), c.shape[1]))
    place = {row[1]: at for at, row in enumerate(variants)}
    for line in open(f"{out}/coefficients.tsv").read().splitlines()[1:]:
        index, name, allele, value = line.split("\t")
        if name == "(intercept)":
            gamma[int(index), 0] = float(value)
        elif allele == "":
            gamma[int(index), 1 + names.index(name)] = float(value)
        else:
            assert allele == variants[place[name]][4]
            ours[int(index), place[name]] = float(value)
    # Ours is of copies; here columns are centred.
    gamma[:, 0] += ours @ mean
    n = len(y)
    spread = y.std()
    q, _ = np.linalg.qr(c)
    xs = np.where(used, x / np.where(used, scale, 1), 0)
    chosen = list(range(0, len(lambdas), every))
    theirs = np.zeros((len(chosen), x.shape[1]))
    fitted = np.zeros((len(chosen), n))
    if family == "gaussian":
        xp, yp = xs - q @ (q.T @ xs), y - q @ (q.T @ y)
        _, path_, _ = enet_path(
            np.asfortranarray(xp), yp, l1_ratio=alpha, alphas=lambdas[chosen], tol=1e-13, max_iter=2_000_000, precompute=False
        )
        theirs = path_.T
        for k in range(len(chosen)):
            b = theirs[k]
            fitted[k] = xs @ b + c @ np.linalg.lstsq(c, y - xs @ b, rcond=None)[0]
    else:
        b, g = np.zeros(x.shape[1]), np.zeros(c.shape[1])
        for k, at in enumerate(chosen):
            for _ in range(60):
                eta = xs @ b + c @ g
                mu = 1 / (1 + np.exp(-eta))
                w = mu * (1 - mu)
                b_new, g_new = weighted_lasso(
                    xs, eta + (y - mu) / w, w / n, c, lambdas[at] * alpha, lambdas[at] * (1 - alpha), b
                )
                moved = max(np.abs(b_new - b).max(), np.abs(g_new - g).max())
                b, g = b_new, g_new
                if moved < 1e-10:
                    break
            theirs[k], fitted[k] = b, xs @ b + c @ g

    def objective(b, eta, lam):
        loss = ((y - eta) ** 2).mean() / 2 if family == "gaussian" else np.logaddexp(0, eta).mean() - (y * eta).mean()
        return loss + lam * (alpha * np.abs(b).sum() + (1 - alpha) / 2 * (b**2).sum())

    # Columns that are the same, or the opposite, count together.
    signs = np.sign(xs[np.abs(xs).argmax(axis=0), np.arange(xs.shape[1])])
    _, group = np.unique(np.round(xs * signs, 9), axis=1, return_inverse=True)
    group = np.asarray(group).ravel()
    worst = {"fitted": 0.0, "coefficients": 0.0, "objective": 0.0, "kkt": 0.0, "covariates_gradient": 0.0}
    for k, at in enumerate(chosen):
        b = ours[at] * scale
        eta = xs @ b + c @ gamma[at]
        total = lambda value: np.bincount(group, value * signs, minlength=group.max() + 1)
        values = {
            "fitted": np.abs(eta - fitted[k]).max() / (spread if family == "gaussian" else 1),
            "coefficients": np.abs(total(b) - total(theirs[k])).max() / (spread if family == "gaussian" else 1),
            "objective": objective(b, eta, lambdas[at]) / objective(theirs[k], fitted[k], lambdas[at]) - 1,
        }
        r = (y - eta if family == "gaussian" else y - 1 / (1 + np.exp(-eta))) / n
        gradient = xs.T @ r
        l1, l2 = lambdas[at] * alpha, lambdas[at] * (1 - alpha)
        active = b != 0
        violation = np.where(active, np.abs(gradient - l1 * np.sign(b) - l2 * b), np.maximum(np.abs(gradient) - l1, 0))
        values["kkt"] = violation[used].max() / lambdas[at]
        values["covariates_gradient"] = np.abs(c.T @ r).max()
        for name, value in values.items():
            worst[name] = max(worst[name], float(value))
    worst |= {"lambdas": len(chosen), "nonzero": int((ours[chosen[-1]] != 0).sum()), "first_nonzero": int((ours[0] != 0).sum())}
    print(json.dumps(worst))


if __name__ == "__main__":
    main(*sys.argv[1:])
