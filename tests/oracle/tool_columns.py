"""Turns what scoring programs write into plain scoring files, by the columns that each program's documents give.

Column numbers are written here by hand, from 0; the engine goes by names. Each entry: where the variant's name, effect
allele, other allele and weights are, and how many lines of header there are.
"""

# name, effect, other, weights, header lines; `None` where the program writes no such column.
COLUMNS = {
    "plink2": (0, 1, None, "rest", 1),           # cog-genomics.org/plink/2.0/score: ID, allele, scores
    "plink2-bare": (0, 1, None, "rest", 0),
    "ldpred": (2, 3, 4, [6], 1),                 # chrom pos sid nt1 nt2 raw_beta ldpred_beta
    "ldpred2": (2, 4, 3, [7, 8], 1),             # chr pos rsid a0 a1 beta beta_se beta_inf final_beta_auto
    "lassosum2": (2, 4, 3, [5], 1),              # chr pos rsid a0 a1 beta_lassosum2
    "lassosum": (2, 3, 4, [6], 1),               # chr pos snp A1 A2 cor v$best.beta
    "row-names": (3, 5, 4, [6], 1),              # a number that the header has no name for, then chr pos rsid a0 a1 beta_auto
    "prs-cs": (1, 3, 4, [5], 0),                 # CHR SNP BP A1 A2 BETA
    "sbayesr": (1, 4, 5, [7], 1),                # Id Name Chrom Position A1 A2 A1Frq A1Effect SE PIP LastSampleEff
    "sbayesrc": (0, 1, None, [2], 1),            # SNP A1 BETA PIP BETAlast
    "ldak": (0, 1, 2, [4, 5], 1),                # Predictor A1 A2 Centre Model1 Model2
    "prsice": (0, 3, 4, [5], 1),                 # SNP CHR BP A1 A2 OR SE P
    "saige": (2, 4, 3, [6], 1),                  # CHR POS MarkerID Allele1 Allele2 AF_Allele2 BETA SE p.value
    "plink2-glm": (2, 5, 3, [7], 1),             # #CHROM POS ID REF ALT A1 OBS_CT BETA SE P, where A1 is ALT
    "regenie": (2, 4, 3, [8], 1),                # CHROM GENPOS ID ALLELE0 ALLELE1 A1FREQ N TEST BETA SE CHISQ LOG10P
}
FREQUENCY = {"sbayesr": 6, "regenie": 5}
RATIO = {"prsice"}


def plain(text, tool):
    """One scoring file, as text, for each score of the file."""
    lines = [line.replace('"', '').split() for line in text.splitlines() if line.strip()]
    if tool == "genoboost":
        return [boosted(lines)]
    name, effect, other, weights, header = COLUMNS[tool]
    rows = lines[header:]
    if weights == "rest":
        weights = range(2, len(rows[0]))
    out = []
    for weight in weights:
        columns = ["rsID", "effect_allele", "other_allele", "OR" if tool in RATIO else "effect_weight", "allelefrequency_effect"]
        body = ["\t".join(columns)]
        for row in rows:
            frequency = row[FREQUENCY[tool]] if tool in FREQUENCY else ""
            body.append("\t".join([row[name], row[effect], row[other] if other is not None else "", row[weight], frequency]))
        out.append("\n".join(body) + "\n")
    return out


def boosted(lines):
    """GenoBoost: rows of one variant add up; rows of covariates are none."""
    at = {name: place for place, name in enumerate(lines[0])}
    sums = {}
    for row in lines[1:]:
        if row[at["kind"]] == "SNV":
            key = tuple(row[at[name]] for name in ("var", "a1", "a2"))
            total = sums.setdefault(key, [0.0, 0.0, 0.0])
            for copies in range(3):
                total[copies] += float(row[at[f"score{copies}"]])
    body = ["rsID\teffect_allele\tother_allele\tdosage_0_weight\tdosage_1_weight\tdosage_2_weight"]
    body += ["\t".join([*key, *map(repr, total)]) for key, total in sums.items()]
    return "\n".join(body) + "\n"
