"""Cross-validates the LASSO by scikit-learn's LassoCV in the parts and at the lambdas of `cv.tsv`, and prints how far the two are
from each other, as JSON. Covariates are projected out beforehand, from everybody.

Usage: training_cv.py BED_PREFIX PHENOTYPE.tsv TRAIT COVARIATES.tsv|- PARTS.tsv OUT_FOLDER [TOLERANCE]
"""

import json
import sys
import warnings

import numpy as np
from sklearn.linear_model import LassoCV
from sklearn.model_selection import PredefinedSplit

from training_reference import read_bed, read_table

warnings.simplefilter("ignore")


def main(prefix, phenotype, trait, covariates, parts, out, tolerance="1e-9"):
    assert covariates == "-", "parts that project covariates by themselves are not what LassoCV does"
    people, _, x = read_bed(prefix)
    header, table = read_table(phenotype)
    y = np.array([float(table[person][header.index(trait)]) for person in people])
    header, table = read_table(parts)
    fold = np.unique([table[person][header.index("fold")] for person in people], return_inverse=True)[1]
    rows = [line.split("\t") for line in open(f"{out}/cv.tsv").read().splitlines()[1:]]
    lambdas, loss, error = np.array([[float(row[at]) for at in (1, 2, 3)] for row in rows]).T
    x = np.where(np.isnan(x), np.nanmean(x, axis=0), x)
    model = LassoCV(alphas=lambdas, cv=PredefinedSplit(fold), tol=float(tolerance), max_iter=1_000_000)
    model.fit(np.asfortranarray(x), y)
    theirs = model.mse_path_
    mean, spread = theirs.mean(axis=1), theirs.std(axis=1, ddof=1) / np.sqrt(theirs.shape[1])
    total = ((y - y.mean()) ** 2).mean()
    print(
        json.dumps(
            {
                "lambdas": len(lambdas),
                "loss": float(np.abs(loss / mean - 1).max()),
                "error": float(np.abs(error / spread - 1).max()),
                "chosen": int(mean.argmin()),
                "min": next(at for at, row in enumerate(rows) if "min" in row[5]),
                "r2": float(1 - loss.min() / total),
                "r2_reference": float(1 - mean.min() / total),
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
