#!/usr/bin/env python3
"""Writes the cases of the linter: made-up scoring files, and what an author must be told, worked out by hand.

  python3 tests/lint/make.py

`found` lists everything that is said: severity, code, count, and the first lines where it is about rows.
"""

import pathlib
import shutil

HERE = pathlib.Path(__file__).resolve().parent

HEAD = ["#pgs_id=robin", "#pgs_name=robin", "#trait_reported=made up", "#genome_build=GRCh37", "#weight_type=beta", "#citation=nobody (1900)", "#license=CC BY 4.0"]
COLUMNS = "rsID\tchr_name\tchr_position\teffect_allele\tother_allele\teffect_weight"
FIRST = 9  # the line of the first row under HEAD and COLUMNS
ALL_MISSING = ["note pgs-id-missing 1", "note weight-type-missing 1", "note trait-missing 1", "note citation-missing 1", "note license-missing 1"]

SOUND = [
    "rs4000000001\t1\t1000001\tA\tG\t0.25", "rs4000000002\t1\t2000001\tG\tA\t-0.5", "rs4000000003\t2\t1000001\tC\tT\t0.125",
    "rs4000000004\t3\t1000001\tCA\tC\t0.0625", "rs4000000005\t22\t20000001\tT\tG\t-0.25",
]


def text(rows, head=HEAD, columns=COLUMNS, end="\n"):
    return end.join([*head, columns, *rows]) + end


def case(name, title, content, found, error=None, file="score.txt"):
    folder = HERE / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / file).write_bytes(content if isinstance(content, bytes) else content.encode())
    lines = [f'title = "{title}"', f'file = "{file}"']
    if error:
        lines.append(f'error = "{error}" # the reader stops; the rest is said all the same')
    lines += ['source = "made up and worked out by hand in tests/lint/make.py"', "found = ["]
    lines += [f'  "{entry}",' for entry in found] + ["]"]
    (folder / "case.toml").write_text("\n".join(lines) + "\n")


def row(number, effect="A", other="G", weight="0.1", chromosome="1", position=None, name=None):
    """Row number k lies k million bases from the start of chromosome 1."""
    name = f"rs41000{number:05}" if name is None else name
    position = number * 1_000_000 + 7 if position is None else position
    return f"{name}\t{chromosome}\t{position}\t{effect}\t{other}\t{weight}"


def alleles():
    case("sound", "nothing to say of a sound file", text(SOUND), [])
    case("alleles", "every way to write alleles badly, one row each", text([
        row(1), row(2, "a", "G"), row(3, "A", "g"), row(4, "R", "G"), row(5, "A", "N"), row(6, "-", "G"), row(7, "D", "I"), row(8, "<DEL>", "G"), row(9, "*", "G"),
        row(10, "e4", "G"), row(11, "C", "C"), row(12, "", "G"), row(13, "A", ""), row(14, "A", "G/C"), row(15, "c", "C")]), [
        "fix effect-allele-missing 1 20", "fix allele-ambiguity-code 2 12,13", "fix allele-dash 2 14,15", "fix allele-symbolic 2 16,17", "fix allele-unreadable 1 18",
        "fix alleles-the-same 2 19,23", "note other-allele-missing 1 21", "note other-allele-list 1 22", "note allele-lower-case 3 10,11,23"])
    case("palindromes", "A/T and C/G, single and longer", text([row(1, "A", "T"), row(2, "C", "G"), row(3, "A", "G"), row(4, "AC", "GT"), row(5, "C", "T")]),
         ["info palindromic 3 9,10,12"])
    case("effect-not-in-pair", "three columns of alleles that do not agree", text(
        ["rs1\t1\t100\tA\tG\tA\t0.1", "rs2\t1\t200\tA\tG\tT\t0.1", "rs3\t1\t300\tA\tA\tA\t0.1"], columns="rsID\tchr_name\tchr_position\tA1\tA2\teffect_allele\teffect_weight"),
        ["fix alleles-the-same 1 11", "fix effect-allele-not-in-pair 1 10"])
    case("not-scorable", "HLA alleles, haplotypes and interactions are named and not judged further", text(
        SOUND + ["HLA-B*57:01\t6\t\tP\tN\t0.5", "rs1_x_rs2\t\t\tA_x_G\t\t0.5"]), ["note rows-not-scorable 2 14,15"])


def repeats():
    a = "rs4000000001\t1\t1000001"
    case("repeats", "one variant written again, on the other strand, with the other allele, and another allele of the same site", text([
        f"{a}\tA\tG\t0.1", f"{a}\tA\tG\t0.2", f"{a}\tT\tC\t0.1", f"{a}\tG\tA\t-0.1", f"{a}\tA\tC\t0.1", "rs4000000002\t2\t1000001\tC\tG\t0.1", "rs4000000002\t2\t1000001\tG\tC\t0.1"]), [
        "fix duplicate-rows 1 10", "fix duplicate-on-other-strand 1 11", "note both-alleles-weighted 2 12,15", "info palindromic 2 14,15"])
    case("repeats-by-rsid", "rows without positions are one variant by rsID, and without the other allele only the same row is", text(
        ["rs1\tA\tG\t0.1", "rs1\tC\tT\t0.1", "rs2\tA\t\t0.1", "rs2\tT\t\t0.1", "rs2\tA\t\t0.1"], columns="rsID\teffect_allele\tother_allele\teffect_weight"), [
        "fix duplicate-rows 1 13", "fix duplicate-on-other-strand 1 10", "note other-allele-missing 3 11,12,13", "note position-missing 5 9,10,11,12,13"])


def places():
    case("places", "positions that cannot be", text([
        row(1), row(2, chromosome="21", position=48_200_000), row(3, chromosome="22", position=51_304_567), row(4, chromosome="17", position=81_500_000),
        row(5, chromosome="6_apd_hap1", position=100), row(6, chromosome="", position=""), row(7, chromosome="", position="", name=""), row(8, position="1.5"), row(9)]), [
        "fix no-place 1 15", "fix position-unreadable 1 16", "fix position-beyond-chromosome 2 10,11", "fix position-beyond-build 1 12",
        "note position-missing 2 13,14", "note other-contig 1 13", "info unsorted 1 17"], error="bad-position")
    case("sex-chromosomes", "X, Y and MT, in order", text([row(1), row(2, chromosome="X"), row(3, chromosome="23", position=5_000_000), row(4, chromosome="Y"), row(5, chromosome="MT", position=500)]),
         ["note rows-on-y 1 12", "note rows-on-mt 1 13", "info rows-on-x 2 10,11"])
    case("unsorted", "rows in no order", text(list(reversed(SOUND))), ["info unsorted 4 10,11,12,13"])
    # Three well-known markers at their GRCh38 places, under a header that says GRCh37; the fourth lies nowhere.
    known38 = ["rs3094315\t1\t817186\tG\tA\t0.1", "rs2341354\t1\t983193\tG\tA\t0.1", "rs11928389\t3\t50889578\tC\tT\t0.1"]
    elsewhere = "rs964481\t20\t5000005\tC\tT\t0.1"
    case("build-contradicted", "the header says 37, well-known rsIDs lie where they are in 38, and one lies nowhere", text(known38 + [elsewhere]),
         ["fix build-contradicted 3 9,10,11", "fix rsid-elsewhere 1 12"])
    case("build-unstated", "positions of 38 and nobody says so", text(known38, [line for line in HEAD if "build" not in line]), ["fix genome-build-missing 1"])
    case("build-unknown", "a build that is none", text(SOUND, [line.replace("GRCh37", "T2T-CHM13") for line in HEAD]), ["fix genome-build-missing 1", "fix genome-build-unknown 1"])
    harmonised = COLUMNS + "\thm_chr\thm_pos"
    case("harmonised", "harmonised columns: a row without one, and one beyond the end of the stated build", text([
        row(1) + "\t1\t1100000", row(2) + "\t\t", row(3, chromosome="17", position=81_000_000) + "\t17\t83257000", row(4, chromosome="19", position=58_600_000) + "\t19\t59000000"],
        HEAD + ["#HmPOS_build=GRCh38"], harmonised), ["fix position-beyond-build 1 13", "note not-harmonised 1 11"])


def weights():
    case("weights", "weights that are none", text([row(1), row(2, weight=""), row(3, weight="NaN"), row(4, weight="-inf"), row(5, weight="0,25"), row(6, weight="1e999"), row(7, weight="0"), row(8, weight="x")]), [
        "fix weight-missing 1 10", "fix weight-unreadable 2 13,16", "fix weight-not-finite 3 11,12,14", "info weight-zero 1 15"], error="bad-number")
    case("all-zero", "every weight is 0", text([row(1, weight="0"), row(2, weight="0.0")]), ["fix all-weights-zero 1"])
    odds = ["1.12", "0.91", "1.3", "1.05", "0.97", "1.4"]
    case("ratios-called-beta", "odds ratios in effect_weight under weight_type=beta", text([row(k, weight=w) for k, w in enumerate(odds, 1)]), ["fix ratios-as-weights 6"])
    case("betas-that-are-positive", "small positive weights are no ratios, and neither are counts", text([row(k, weight=w) for k, w in enumerate(["0.12", "0.09", "0.3", "0.05", "0.2", "0.4"], 1)]), [])
    case("unweighted", "an unweighted score counts alleles with weights of 1", text([row(k, weight="1") for k in range(1, 8)]), [])
    case("ratios-with-negative", "weight_type says OR and a weight is negative", text([row(1, weight="1.2"), row(2, weight="-0.1")], [line.replace("=beta", "=OR") for line in HEAD]), ["fix weight-type-contradicted 1"])
    case("or-column-under-beta", "a column named OR under weight_type=beta, with a logarithm in it", text(
        [row(1, weight="1.2"), row(2, weight="-0.1")], columns=COLUMNS.replace("effect_weight", "OR")), ["fix ratio-not-positive 1 10", "fix weight-type-contradicted 1"], error="bad-number")
    case("ratios-that-are-logarithms", "weight_type says HR and the numbers are small: logarithms", text([row(k, weight=w) for k, w in enumerate(["0.12", "0.09", "0.3"], 1)], [line.replace("=beta", "=HR") for line in HEAD]), ["fix weight-type-contradicted 1"])
    case("logarithms-called-or", "a column named OR that holds logarithms, all of them positive", text([row(k, weight=w) for k, w in enumerate(["0.12", "0.09", "0.3"], 1)],
         [line for line in HEAD if "weight_type" not in line], COLUMNS.replace("effect_weight", "OR")), ["fix weights-as-ratios 3", "note weight-type-missing 1"])
    case("outlier-among-many", "a weight a hundred times the others among 200 rows, and heavy tails that are none", text(
        [row(k, position=1_000_000 * k + 7, weight="5" if k == 100 else f"{0.05 + 0.0001 * k:.4f}") for k in range(1, 201)]), ["note weight-outlier 1 108"])
    case("outlier", "one weight with a slipped decimal point", text([row(k, weight="25" if k == 12 else f"0.{k:02}") for k in range(1, 25)]), ["note weight-outlier 1 20"])
    case("frequencies", "frequencies in percent and beyond 1", text([row(1) + "\t0.25", row(2) + "\t25%", row(3) + "\t1.5", row(4) + "\t"], columns=COLUMNS + "\tallelefrequency_effect"), ["note frequency-out-of-range 2 10,11"])
    case("models", "dominant and recessive at once", text([row(1) + "\tTrue\tFalse", row(2) + "\tTrue\tTrue"], columns=COLUMNS + "\tis_dominant\tis_recessive"), ["fix model-conflict 1 10"])
    case("dosage-weights", "weights by dosage, one of them missing", text(["1\t100\tA\tG\t0\t0.1\t0.3", "1\t200\tA\tG\t0\t\t0.3"],
         columns="chr_name\tchr_position\teffect_allele\tother_allele\tdosage_0_weight\tdosage_1_weight\tdosage_2_weight"), ["fix weight-missing 1 10", "fix dosage-weights-incomplete 1 10"])
    case("ldpred-upside-down", "weights of LDpred 1 that were written for nt2", "chrom pos sid nt1 nt2 raw_beta ldpred_beta\n" + "".join(f"chrom_1 {k}000 rs{k} A G 0.5 {-0.01 * k if k > 2 else 0.01 * k:.4e}\n" for k in range(1, 13)), [
        "fix genome-build-missing 1", "fix signs-contradict 10 4,5,6,7,8,9,10,11,12,13", *ALL_MISSING])
    case("gwas", "GWAS summary statistics", text([row(1) + "\t0.02\t1e-6", row(2) + "\t0.02\t0.4"], columns="SNP\tCHR\tBP\tA1\tA2\tBETA\tSE\tP"), ["fix looks-like-gwas 1"])
    case("p-values", "a clumped list with its p-values", text([row(1) + "\t1e-9", row(2) + "\t1e-12"], columns="SNP\tCHR\tBP\tA1\tA2\tBETA\tP"), ["note has-p-values 1"])


def form():
    case("no-header", "a table and nothing else", "\n".join([COLUMNS, *SOUND]) + "\n", ["fix genome-build-missing 1", *ALL_MISSING])
    case("license", "terms that forbid commerce, and a wrong number of variants", text(SOUND, [line.replace("CC BY 4.0", "CC BY-NC-ND 4.0") for line in HEAD] + ["#variants_number=7"]), [
        "fix variants-number-differs 2", "note license-non-commercial 1"])
    commas = SOUND[1].replace("\t", ",")
    case("delimiters", "a row split by commas, one with blanks, one with a column more, one with empty fields more, one cut short", text(
        [SOUND[0], commas, row(3).replace("\t", " "), row(4) + "\tx", row(5) + "\t\t", "rs4\t1\t6000000\tA", row(7)]), [
        "fix mixed-delimiters 2 10,11", "fix field-count 1 14", "fix trailing-columns 1 12", "info trailing-delimiters 1 13"], error="field-count")
    case("short-rows", "rows that stop before a column that may be empty", text([row(1) + "\tx", row(2)], columns=COLUMNS + "\tlocus_name"), ["note short-rows 1 10"])
    case("comments", "comments among the rows, and blank lines", text([SOUND[0], "# the next row is better", "", SOUND[1]]), ["info comments-among-rows 1 10"])
    case("bytes", "a byte-order mark, carriage returns, and a trait in Latin-1", b"\xef\xbb\xbf" + text(SOUND, end="\r\n").encode().replace(b"made up", b"caf\xe9"), [
        "note not-utf-8 1 3", "info byte-order-mark 1", "info carriage-returns 13 1,2,3,4,5,6,7,8,9,10"])


if __name__ == "__main__":
    alleles()
    repeats()
    places()
    weights()
    form()
