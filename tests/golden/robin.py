"""Robin, the made-up person of the small cases: markers, what must come of each row, and every vendor's layout."""

# Six well-known markers tell the builds apart; their positions are public facts (dbSNP). The rest is made up.
BUILD_MARKERS = [  # rsID, chromosome, positions on 36, 37, 38
    ("rs3094315", "1", 742429, 752566, 817186),
    ("rs11928389", "3", 50908372, 50927009, 50889578),
    ("rs2500347", "1", 143649677, 144938320, 148946169),
    ("rs964481", "20", 27566744, 27656823, 27638706),
    ("rs2341354", "1", 908436, 918573, 983193),
    ("rs1329546", "X", 135302086, 135474420, 136392261),
]

# name, chromosome, position on 37, effect allele, other allele, call on the file, what must come of it
ROWS = [
    ("rs4000000001", "1", 1000001, "A", "G", "AG", "1"),
    ("rs4000000002", "1", 2000001, "G", "A", "GG", "2"),
    ("rs4000000003", "2", 1000001, "C", "T", "TT", "0"),
    ("rs4000000004", "2", 2000001, "T", "C", "AG", "1"),  # other strand
    ("rs4000000005", "3", 1000001, "A", "C", "TT", "2"),  # other strand
    ("rs4000000006", "3", 2000001, "A", "T", "AT", "palindromic"),
    ("rs4000000007", "4", 1000001, "C", "G", "CC", "palindromic"),
    ("rs4000000008", "4", 2000001, "A", "G", "--", "no-call"),
    ("rs4000000009", "5", 1000001, "A", "C", "AG", "unmatched"),  # G is neither A nor C, nor on the other strand
    ("rs4000000010", "5", 2000001, "A", "G", None, "unmatched"),  # not in the file
    ("rs4000000011", "6", 1000001, "G", "", "CG", "1"),
    ("rs4000000012", "6", 2000001, "G", "", "AA", "0"),
    ("rs4000000013", "7", 1000001, "G", "", "CC", "unmatched"),  # may be G on the other strand
    ("rs4000000014", "7", 2000001, "G", "", "AT", "unmatched"),  # two alleles, neither is G
    ("", "8", 1000001, "CA", "C", "DI", "1"),  # the longer allele is I
    ("", "8", 2000001, "C", "CTT", "DD", "2"),  # listed one base further on
    ("", "9", 1000001, "CTG", "C", "CC", "unmatched"),  # letters at an indel
    ("", "9", 2000001, "A", "G", "II", "unmatched"),  # an indel at a base
    ("rs4000000019", "X", 50000001, "A", "G", "A", "1"),  # one copy in a man
    ("rs4000000020", "X", 60000001, "A", "G", "G", "0"),
    ("rs4000000021", "X", 1000001, "A", "G", "AG", "1"),  # pseudo-autosomal: two copies
    ("rs4000000022", "Y", 15000001, "C", "T", "C", "1"),
    ("rs4000000023", "MT", 10001, "T", "C", "T", "1"),
    ("rs4000000024", "10", 1000001, "A", "G", "AA", "2"),  # the score gives no position
    ("", "10", 2000001, "C", "A", "AC", "1"),  # the file knows it as i4000001
    ("rs4000000026", "11", 1000001, "A", "G", "AA", "2"),
]
WORKED = [row[6] for row in ROWS]
FILE_NAMES = {14: "i5000014", 15: "kgp5000015", 16: "exm5000016", 17: "i5000017", 24: "i4000001"}


def shift(chromosome, position, build):
    """Where a made-up marker lies on another build."""
    if chromosome == "MT":
        return position
    return position + {"GRCh36": -5000, "GRCh37": 0, "GRCh38": 7000}[build]


def person(build="GRCh37", sex="male"):
    """(name, chromosome, position, alleles): the markers of one person, sorted."""
    markers = []
    for number, (name, chromosome, *positions) in enumerate(BUILD_MARKERS):
        position = positions[["GRCh36", "GRCh37", "GRCh38"].index(build)]
        call = "C" if chromosome == "X" and sex == "male" else ["AA", "AG", "CT", "CC", "GG", "CC"][number]
        markers.append((name, chromosome, position, call))
    for k, (name, chromosome, position, _, _, call, _) in enumerate(ROWS):
        if call is None:
            continue
        if k == 15:
            position += 1
        if sex == "female":
            call = {"X": call * 2 if len(call) == 1 else call, "Y": "--"}.get(chromosome, call)
        markers.append((FILE_NAMES.get(k, name), chromosome, shift(chromosome, position, build), call))
    bases = "ACGT"
    for number in range(22 * 8):
        chromosome = str(number // 8 + 1)
        first, second = bases[number % 4], bases[(number * 7 // 3 + number % 3) % 4]
        call = first + (second if number % 3 == 0 else first)
        markers.append((f"rs41{number:08}", chromosome, shift(chromosome, 3000001 + 100003 * (number % 8), build), call))
    for number in range(80):
        first, second = bases[number % 4], bases[(number + 1) % 4]
        call = first if sex == "male" else first + (second if number % 3 == 0 else first)
        markers.append((f"rs42{number:08}", "X", shift("X", 5000001 + 1000003 * number + (10000000 if number > 44 else 0), build), call))
    for number in range(40):
        call = bases[number % 4] if sex == "male" else "--"
        markers.append((f"rs43{number:08}", "Y", shift("Y", 14000001 + 20011 * number + (2000000 if number > 40 else 0), build), call))
    for number in range(12):
        markers.append((f"rs44{number:08}", "MT", 1001 + 701 * number, bases[number % 4]))
    order = {str(n): n for n in range(1, 23)} | {"X": 23, "Y": 24, "MT": 25}
    return sorted(markers, key=lambda m: (order[m[1]], m[2]))


def doubled(call):
    return call * 2 if len(call) == 1 else call


# ------------------------------------------------------------------------------------------------- the vendors' layouts

def layout_23andme(markers, build="37"):
    head = [
        "# This data file generated by 23andMe at: Mon Jan 02 03:04:05 2023",
        "#",
        "# Below is a text version of your data. Fields are TAB-separated.",
        f"# We are using reference human assembly build {build} (also known as Annotation Release 104).",
        "# rsid\tchromosome\tposition\tgenotype",
    ]
    return lines(head + [f"{n}\t{c}\t{p}\t{g}" for n, c, p, g in markers])


def layout_ancestry(markers):
    head = [
        "#AncestryDNA raw data download",
        "#This file was generated by AncestryDNA at: 01/02/2023 03:04:05 UTC",
        "#Data was collected using AncestryDNA array version: V2.0",
        "#Genetic data is provided below as five TAB delimited columns. Each line corresponds to a SNP, and provides its",
        "#location on build 37.1 of the human reference, forward strand.",
        "rsid\tchromosome\tposition\tallele1\tallele2",
    ]
    rows = []
    for name, chromosome, position, call in markers:
        code = {"X": "23", "Y": "24", "MT": "26"}.get(chromosome, chromosome)
        if chromosome == "X" and (position <= 2699520 or position >= 154931044):
            code = "25"
        first, second = "00" if call == "--" else doubled(call)
        rows.append(f"{name}\t{code}\t{position}\t{first}\t{second}")
    return lines(head + rows)


def quoted(markers):
    return [f'"{n}","{c}","{p}","{doubled(g)}"' for n, c, p, g in markers]


def layout_myheritage_old(markers):
    head = [
        "# MyHeritage DNA raw data.",
        "# For each SNP, we provide the identifier, chromosome number, base pair position and genotype.",
        "# The genotype is reported on the forward (+) strand with respect to the human reference.",
        "# THIS INFORMATION IS FOR YOUR PERSONAL USE. Build 37.",
        "RSID,CHROMOSOME,POSITION,RESULT",
    ]
    return lines(head + quoted(markers))


def layout_myheritage_new(markers):
    head = [
        "##fileformat=MyHeritage",
        "##format=MHv1.0",
        "##chip=GSA",
        "##timestamp=2023-01-02 03:04:05 UTC",
        "##reference=build37",
        "##",
        "RSID,CHROMOSOME,POSITION,RESULT",
    ]
    return lines(head + quoted(markers))


def layout_myheritage_extra_quotes(markers):
    body = [f'"""{n}"",""{c}"",""{p}"",""{doubled(g)}"""' for n, c, p, g in markers]
    head = ["# MyHeritage DNA raw data.", "# Build 37.", '"""RSID"",""CHROMOSOME"",""POSITION"",""RESULT"""']
    return lines(head + body)


def layout_ftdna(markers):
    return lines(["RSID,CHROMOSOME,POSITION,RESULT"] + quoted(markers))


def layout_famfinder(markers):
    head = ["# famfinder OpenArray raw data", "# name,chromosome,position,allele1,allele2"]
    return lines(head + ["{},{},{},{},{}".format(n, c, p, *doubled(g)) for n, c, p, g in markers])


def layout_livingdna(markers):
    head = [
        "# Living DNA customer genotype data download file version: 1.0.0",
        "# File creation date: 2023-01-02",
        "# Genotype chip: Sirius",
        "# Human Genome Build 37 (GRCh37.p13).",
        "# rsid\tchromosome\tposition\tgenotype",
    ]
    return lines(head + [f"{n}\t{c}\t{p}\t{g}" for n, c, p, g in markers])


def layout_generic(markers, separator, header="rsid,chrom,pos,genotype"):
    return lines([header.replace(",", separator)] + [separator.join([n, c, str(p), g]) for n, c, p, g in markers])


def layout_generic_two(markers):
    rows = ["\t".join([n, c, str(p), *doubled(g)]) for n, c, p, g in markers]
    return lines(["rsid\tchromosome\tposition\tallele1\tallele2"] + rows)


def lines(rows):
    return "\n".join(rows) + "\n"
